// One line for what became of what the agent did: a problem stays until the next thing, a success for a while.

import { html } from "/pages/vendor/preact-htm.js";
import { Store, useStore } from "./store.js";

const STAYS_MS = 6000;

const notices = new Store({ text: "", problem: false });
let timer = 0;

export function tell(text) {
  show(text, false);
  timer = setTimeout(() => notices.set({ text: "" }), STAYS_MS);
}

export function complain(text) {
  show(text, true);
}

// Does it, and says so where it could not be done.
export async function attempt(work, done = "") {
  try {
    const answer = await work();
    if (done) tell(done);
    else show("", false);
    return answer;
  } catch (error) {
    complain(error.message);
    return undefined;
  }
}

export function Notices() {
  const { text, problem } = useStore(notices);
  return html`<p class=${problem ? "notice is-problem" : "notice"} role="status">${text}</p>`;
}

function show(text, problem) {
  clearTimeout(timer);
  notices.set({ text, problem });
}
