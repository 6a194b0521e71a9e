// Small pieces that many parts of the page share.

import { html, useEffect, useState } from "/pages/vendor/preact-htm.js";
import { keys, named, useKey, written } from "./keys.js";
import { tell } from "./notices.js";
import { useStore } from "./store.js";
import { say } from "./words.js";

export function Key({ action }) {
  const combination = useStore(keys, ({ chosen }) => chosen[action]);
  return html`<kbd aria-hidden="true">${written(combination)}</kbd>`;
}

// A button with its shortcut. One that cannot act now says why, and can still be found.
export function Act({ action, label, act, why = "", pressed, kind = "", expanded, controls }) {
  const combination = useStore(keys, ({ chosen }) => chosen[action]);
  const run = () => (why ? tell(why) : act());
  useKey(action, run);
  return html`<button
    type="button"
    class=${kind}
    title=${why}
    data-action=${action}
    aria-disabled=${why ? "true" : null}
    aria-pressed=${pressed === undefined ? null : String(pressed)}
    aria-expanded=${expanded === undefined ? null : String(expanded)}
    aria-controls=${expanded ? controls : null}
    aria-keyshortcuts=${combination ? named(combination) : null}
    onClick=${run}
  >${label}${action && html` <${Key} action=${action} />`}</button>`;
}

// Nothing for 300 ms, then that something comes.
export function Skeleton({ lines = 3 }) {
  return html`<div class="skeleton" role="status">
    <span class="visually-hidden">${say("loading")}</span>
    ${Array.from({ length: lines }, (_, index) => html`<span key=${index} class="bone"></span>`)}
  </div>`;
}

export function useMedia(query) {
  const [matches, set] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const look = () => set(list.matches);
    list.addEventListener("change", look);
    return () => list.removeEventListener("change", look);
  }, [query]);
  return matches;
}

// The words that something stands on: leads to where they were said.
export function Provenance({ ids, turns, words = "", quote = false }) {
  const found = ids.map((id) => turns.get(id)).filter(Boolean);
  if (!found.length) return words ? html`<span class="provenance quiet">${words}</span>` : null;
  return html`<span class="provenance">
    ${words && html`<span class="quiet">${words}</span>`}
    ${found.slice(0, 3).map((turn) =>
      quote
        ? html`<q key=${turn.id} class="quiet"><span class="figures">${turn.time}</span> ${turn.text}</q>`
        : html`<button
            key=${turn.id}
            type="button"
            class="jump figures"
            title=${turn.text}
            aria-label=${say("jumpTo", turn.time)}
            onClick=${() => goTo(turn.id)}
          >${turn.time}</button>`,
    )}
  </span>`;
}

export function goTo(id) {
  const turn = document.getElementById(`turn-${id}`);
  turn?.scrollIntoView({ block: "center" });
  turn?.focus({ preventScroll: true });
}
