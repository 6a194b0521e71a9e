// Keys, and how to change them; language, appearance, sounds, and what is read out.

import { html, useEffect, useRef, useState } from "/pages/vendor/preact-htm.js";
import { DEFAULTS, keys, remap, reset, written } from "./keys.js";
import { choose, settings } from "./settings.js";
import { useStore } from "./store.js";
import { say } from "./words.js";

const CHOICES = [
  { name: "language", values: ["", "en", "es"] },
  { name: "theme", values: ["", "light", "dark"] },
  { name: "announce", values: ["nobody", "caller", "everyone"] },
];
const SOUNDS = ["soundOffer", "soundWhisper", "soundAlert"];

export function Help({ close }) {
  const dialog = useRef();
  const chosen = useStore(settings);
  useEffect(() => dialog.current.showModal(), []);
  return html`<dialog ref=${dialog} class="help" aria-labelledby="help-title" onClose=${close}>
    <div class="pane-head">
      <h2 id="help-title">${say("helpTitle")}</h2>
      <button type="button" class="plain" onClick=${() => dialog.current.close()}>${say("closeSheet")}</button>
    </div>
    <p>${say("helpPhone")}</p>
    <h3>${say("settings")}</h3>
    <div class="settings">
      ${CHOICES.map(({ name, values }) => html`<label key=${name}>${say(`set-${name}`)}
        <select value=${chosen[name]} onChange=${(event) => choose({ [name]: event.target.value })}>
          ${values.map((value) => html`<option key=${value} value=${value}>${say(`set-${name}-${value}`)}</option>`)}
        </select>
      </label>`)}
      ${SOUNDS.map((name) => html`<label key=${name} class="choice">
        <input type="checkbox" checked=${chosen[name]} onChange=${(event) => choose({ [name]: event.target.checked })} />
        <span>${say(name)}</span>
      </label>`)}
    </div>
    <${Shortcuts} />
  </dialog>`;
}

function Shortcuts() {
  const shown = useStore(keys, ({ chosen }) => chosen);
  const [asking, setAsking] = useState("");
  const [problem, setProblem] = useState("");
  const ask = (action) => {
    setAsking(action);
    setProblem("");
  };
  const press = (action) => (event) => {
    if (asking !== action || ["Alt", "Control", "Meta", "Shift", "AltGraph", "Tab"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return ask("");
    const why = remap(action, event);
    setProblem(why && say(why));
    if (!why) setAsking("");
  };
  return html`<h3>${say("shortcuts")}</h3>
    <p class="quiet dense" role="status">${problem || (asking ? say("pressKeys") : "")}</p>
    <ul class="shortcuts">
      ${Object.keys(DEFAULTS).map((action) => html`<li key=${action}>
        <span>${say(`key-${action}`)}</span>
        <kbd>${written(shown[action])}</kbd>
        <button type="button" class="plain" data-listening=${asking === action ? "" : null} aria-pressed=${String(asking === action)}
          aria-label=${say("changeKey", say(`key-${action}`))} onClick=${() => ask(asking === action ? "" : action)}
          onKeyDown=${press(action)} onBlur=${() => asking === action && setAsking("")}>${say("change")}</button>
      </li>`)}
    </ul>
    <p><button type="button" onClick=${reset}>${say("resetKeys")}</button></p>`;
}
