// The frame of a call: words on the left, whispers in the middle, what is known on the right; at hang-up the
// middle becomes the wrap-up.

import { html } from "/pages/vendor/preact-htm.js";
import { Checklists } from "./checklist.js";
import { Controls } from "./controls.js";
import { Briefing, Facts } from "./facts.js";
import { Notices } from "./notices.js";
import { useStore } from "./store.js";
import { Transcript } from "./transcript.js";
import { Whisper } from "./whisper.js";
import { say } from "./words.js";
import { WrapUp } from "./wrap_up.js";

export function Talk({ desk, phone, watch, shown }) {
  const wrapsUp = !shown.call && shown.wrap_up;
  const points = useStore(desk.store, ({ briefings }) => briefings[watch.id]);
  return html`<main class=${wrapsUp ? "talk is-wrapping" : "talk"} aria-label=${say(wrapsUp ? "wrapUp" : "call")}>
    <${Transcript} watch=${watch} />
    ${wrapsUp ? html`<${WrapUp} watch=${watch} ends=${shown.wrap_up} />` : html`<${Whisper} watch=${watch} />`}
    <div class="known pane" tabindex="0" role="group" aria-label=${say("known")}>
      <${Checklists} watch=${watch} />
      <${Briefing} watch=${watch} points=${points} />
      <${Facts} watch=${watch} />
    </div>
  </main>
  <footer class="bar">
    ${!wrapsUp && html`<${Controls} desk=${desk} phone=${phone} watch=${watch} call=${shown.call} />`}
    <${Notices} />
  </footer>`;
}
