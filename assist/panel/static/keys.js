// What the keyboard does. Every shortcut has a modifier (WCAG 2.1.4), is shown, and can be changed.

import { useEffect, useRef } from "/pages/vendor/preact-htm.js";
import { Store } from "./store.js";

export const DEFAULTS = {
  accept: "Alt+A",
  decline: "Alt+N",
  use: "Alt+1",
  expand: "Alt+2",
  notNow: "Alt+3",
  wrong: "Alt+4",
  chip1: "Alt+5",
  chip2: "Alt+6",
  search: "Alt+/",
  quiet: "Alt+Q",
  read: "Alt+S",
  toNow: "Alt+J",
  fix: "Alt+F",
  hold: "Alt+O",
  mute: "Alt+M",
  dial: "Alt+K",
  consult: "Alt+C",
  transfer: "Alt+T",
  hand: "Alt+H",
  end: "Alt+E",
  wrapUp: "Alt+W",
  extend: "Alt+X",
  close: "Ctrl+Enter",
  help: "Alt+I",
};

const KEPT = "attendant.keys";
const AGAIN_MS = 250; // A key that is held, or pressed twice in haste, acts once.
const MODIFIERS = new Set(["Alt", "Control", "Meta", "Shift", "AltGraph"]);
const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

export const keys = new Store({ chosen: { ...DEFAULTS, ...kept() } });

const handlers = new Map();
const acted = new Map();

export function useKey(action, act) {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!action) return undefined;
    const handler = (event) => latest.current?.(event);
    handlers.set(action, handler);
    return () => {
      if (handlers.get(action) === handler) handlers.delete(action);
    };
  }, [action]);
}

export function listen() {
  addEventListener("keydown", (event) => {
    if (MODIFIERS.has(event.key)) return;
    const pressed = combinations(event);
    const action = Object.keys(DEFAULTS).find((name) => pressed.includes(keys.value.chosen[name]));
    const handler = action && handlers.get(action);
    if (!handler || document.querySelector("dialog[open] [data-listening]")) return;
    event.preventDefault();
    const last = acted.get(action) ?? -Infinity;
    if (event.repeat || event.timeStamp - last < AGAIN_MS) return;
    acted.set(action, event.timeStamp);
    handler(event);
  });
}

// Gives why not, as a key of the words; empty: it is set.
export function remap(action, event) {
  const [combination] = combinations(event);
  if (!combination) return "keyNeedsModifier";
  const chosen = keys.value.chosen;
  if (Object.keys(chosen).some((name) => name !== action && chosen[name] === combination)) return "keyTaken";
  keep({ ...chosen, [action]: combination });
  return "";
}

export function reset() {
  keep({ ...DEFAULTS });
}

// As it is written on this machine's keys.
export function written(combination) {
  return MAC ? combination.replace("Alt+", "⌥").replace("Ctrl+", "⌃").replace("Shift+", "⇧") : combination;
}

// For assistive technology (aria-keyshortcuts).
export function named(combination) {
  return combination.replace("Ctrl", "Control");
}

// What was pressed: by what the key says, or where Alt makes it a sign of its own (macOS), by where it is.
function combinations(event) {
  if (!event.altKey && !event.ctrlKey && !event.metaKey) return [];
  const modifiers = [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.metaKey && "Meta"].filter(Boolean);
  const plain = /^[!-~]$|^[A-Za-z0-9]{2,}$/.test(event.key);
  const place = /^(?:Key|Digit)(.)$/.exec(event.code)?.[1] ?? (event.code === "Slash" ? "/" : event.code);
  const key = plain ? (event.key.length === 1 ? event.key.toUpperCase() : event.key) : place;
  const shift = event.shiftKey ? ["Shift"] : [];
  const found = [[...modifiers, ...shift, key].join("+")];
  // A sign that takes Shift on this keyboard is the sign all the same.
  if (event.shiftKey && !/^[A-Z]$/.test(key) && key.length === 1) found.push([...modifiers, key].join("+"));
  return found;
}

function kept() {
  try {
    const read = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
    return Object.fromEntries(Object.entries(read).filter(([name, key]) => name in DEFAULTS && typeof key === "string"));
  } catch {
    return {};
  }
}

function keep(chosen) {
  keys.set({ chosen });
  const changed = Object.entries(chosen).filter(([name, key]) => key !== DEFAULTS[name]);
  try {
    localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(changed)));
  } catch {
    // A browser that keeps nothing: they hold until the page is left.
  }
}
