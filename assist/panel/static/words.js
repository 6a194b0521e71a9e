// The words of the page in the agent's language. What callers, models and articles say is never among them.

import en from "./words.en.js";
import es from "./words.es.js";
import { settings } from "./settings.js";

const LANGUAGES = { en, es };

export function language() {
  const wanted = [settings.value.language, ...navigator.languages].map((tag) => tag.slice(0, 2));
  return wanted.find((tag) => tag in LANGUAGES) ?? "en";
}

export function say(key, ...values) {
  const words = LANGUAGES[language()][key] ?? en[key] ?? key;
  return typeof words === "function" ? words(...values) : words;
}
