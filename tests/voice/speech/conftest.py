import pytest

from config.centre import Centre, Intent


@pytest.fixture(scope="session")
def centre() -> Centre:
    """A small one: these tests do not depend on what the sample centre says."""
    return Centre(
        name="Test Fibre",
        language="en-US",
        region="US",
        default_queue="all",
        prompts={},
        intents=(
            Intent("slow", "a slow connection", ("my internet is slow", "the internet is very slow tonight")),
            Intent("bill", "a bill", ("why is my bill so high this month",)),
        ),
        articles=(),
        queues=(),
    )
