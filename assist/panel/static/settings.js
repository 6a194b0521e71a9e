// What the agent chose for this browser: language, appearance, sounds, and what is read out.

import { Store } from "./store.js";

const KEPT = "attendant.panel";
const DEFAULTS = { language: "", theme: "", announce: "nobody", soundOffer: true, soundWhisper: false, soundAlert: true };

export const settings = new Store({ ...DEFAULTS, ...kept() });

export function choose(change) {
  settings.set(change);
  try {
    localStorage.setItem(KEPT, JSON.stringify(settings.value));
  } catch {
    // A browser that keeps nothing: it holds until the page is left.
  }
}

export function applyTheme() {
  const { theme } = settings.value;
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "{}");
  } catch {
    return {};
  }
}
