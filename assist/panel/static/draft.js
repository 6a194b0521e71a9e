// A wrap-up while it is written: kept on the service at every change, and never lost with the browser.

import { ask } from "/pages/session.js";
import { now } from "./clock.js";
import { Store } from "./store.js";

const FIELDS = ["reason", "done", "outcome", "follow_ups", "notes", "disposition"];
const DEBOUNCE_MS = 400;
const AGAIN_MS = 2000;

export class Draft {
  // `form`: what stands in the fields; null: it is not there yet. `saving`: "", "waiting", "saving" or "failed".
  store = new Store({ form: null, shown: null, saving: "", savedAt: 0, problem: "" });
  #timer = 0;
  #loading = 0;
  #sending = false;
  #changes = 0;
  #over = false;

  constructor(call) {
    this.path = `/api/v1/calls/${encodeURIComponent(call)}/wrap-up`;
    this.kept = `attendant.wrap-up.${call}`;
    this.leaving = () => this.#leave();
    this.back = () => this.#dirty && this.#soon(0);
    addEventListener("pagehide", this.leaving);
    addEventListener("online", this.back);
    this.load();
  }

  // A newer draft of the service's is taken over as long as nobody has written anything.
  async load() {
    clearTimeout(this.#loading);
    try {
      const shown = await ask("GET", this.path);
      if (this.#over) return;
      const unsent = this.#unsent();
      const mine = this.#changes > 0 ? this.store.value.form : unsent;
      this.store.set({ shown, form: mine ?? formOf(shown), problem: "" });
      if (unsent && !this.#changes) {
        this.#changes = 1;
        this.#soon(0);
      }
    } catch (error) {
      if (this.#over) return;
      this.store.set({ problem: error.status === 404 ? "" : error.message });
      this.#loading = setTimeout(() => this.load(), this.store.value.form ? AGAIN_MS : 500);
    }
  }

  change(part) {
    this.#changes += 1;
    const form = { ...this.store.value.form, ...part };
    this.store.set({ form, saving: "waiting" });
    remember(this.kept, JSON.stringify(form));
    this.#soon(DEBOUNCE_MS);
  }

  async extend() {
    const { ends, extended } = await ask("POST", `${this.path}/extend`, {});
    this.store.set({ shown: { ...this.store.value.shown, ends, extended } });
  }

  // Raises `Problem`: 409 where something critical was missed and no reason is given.
  async finish(reason) {
    await this.#settled();
    await ask("POST", `${this.path}/close`, reason ? { reason } : {});
    this.#over = true;
    remember(this.kept, null);
  }

  leave() {
    this.#leave();
    this.#over = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#loading);
    removeEventListener("pagehide", this.leaving);
    removeEventListener("online", this.back);
  }

  get #dirty() {
    return ["waiting", "saving", "failed"].includes(this.store.value.saving);
  }

  #soon(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), ms);
  }

  async #save() {
    if (this.#sending || this.#over) return;
    this.#sending = true;
    const sent = this.#changes;
    this.store.set({ saving: "saving" });
    try {
      const shown = await ask("PUT", this.path, this.store.value.form);
      const newest = sent === this.#changes;
      this.store.set({ shown, saving: newest ? "" : "waiting", savedAt: now(), problem: "" });
      if (newest) remember(this.kept, null);
      else this.#soon(DEBOUNCE_MS);
    } catch (error) {
      this.store.set({ saving: "failed", problem: error.message });
      this.#soon(AGAIN_MS);
    } finally {
      this.#sending = false;
    }
  }

  async #settled() {
    clearTimeout(this.#timer);
    if (!this.#dirty) return;
    const form = this.store.value.form;
    await ask("PUT", this.path, form);
    this.store.set({ saving: "", savedAt: now() });
  }

  #leave() {
    if (!this.#dirty || this.#over) return;
    ask("PUT", this.path, this.store.value.form, { keepalive: true }).catch(() => {});
  }

  #unsent() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.kept) ?? "null");
      return kept && Object.fromEntries(FIELDS.map((field) => [field, kept[field]]));
    } catch {
      return null;
    }
  }
}

function formOf(shown) {
  return Object.fromEntries(FIELDS.map((field) => [field, shown[field]]));
}

// Only until the service has it: what is about callers does not stay in a browser.
function remember(name, text) {
  try {
    if (text === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, text);
  } catch {
    // A browser that keeps nothing: the service has it 400 ms later.
  }
}
