# Two commands matter: `make demo` and `make test`. Both set everything up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo demo-browser test check bench serve docs setup format clean

demo: setup
	$(BIN)/attendant demo

# You are the caller and the agent, in two tabs of a browser.
demo-browser: setup
	$(BIN)/attendant demo --browser

serve: setup
	$(BIN)/attendant serve

test: check
	sh .ci/browser
	$(BIN)/pytest -q -n 2 --dist loadfile --ignore tests/end_to_end
	$(BIN)/pytest tests/end_to_end

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports --no-cache

bench: setup
	$(BIN)/python -m benchmarks

# The API reference, from the docstrings, into build/api/index.html.
docs: setup
	$(BIN)/pdoc -d markdown -o build/api config transcripts assist voice '!transcripts.store.migrations'

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

setup: $(VENV)/.complete

$(VENV)/.complete: pyproject.toml constraints.txt .ci/prepare
	PYTHON="$(PYTHON)" sh .ci/prepare $(VENV)
	touch $@

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .ruff_cache .hypothesis
