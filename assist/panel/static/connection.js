// Whether what is seen is of now, over all lines of this page.

import { now } from "./clock.js";
import { Store } from "./store.js";

// `lines`: by name, when each was lost (0: it holds). `seen`: when the service was last heard.
export const connection = new Store({ lines: {}, seen: 0, retry: 0 });

export function heard() {
  connection.value.seen = now();
}

export function lineChanged(name, state, detail) {
  const lines = { ...connection.value.lines };
  if (state === "open") lines[name] = 0;
  else if (state === "lost") lines[name] ||= connection.value.seen || now();
  else delete lines[name];
  connection.set({ lines, retry: state === "lost" ? detail : connection.value.retry });
}

// Since when what is seen is old; 0: it is of now.
export function lostSince({ lines }) {
  const times = Object.values(lines).filter(Boolean);
  return times.length ? Math.min(...times) : 0;
}
