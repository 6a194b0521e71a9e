// What is known of the caller and of the call so far, each with where it comes from.

import { html } from "/pages/vendor/preact-htm.js";
import { Slots } from "./offer.js";
import { Provenance } from "./parts.js";
import { useStore } from "./store.js";
import { say } from "./words.js";

export function Briefing({ watch, points }) {
  const said = useStore(watch.store, (known) => known.said);
  const told = useStore(watch.store, (known) => known.told);
  return html`<section aria-labelledby="briefing-title">
    <h2 id="briefing-title">${say("briefing")}</h2>
    ${points && html`<${Slots} points=${points} turns=${said} all=${false} />`}
    ${!points && told.length > 0 && html`<ul class="told">${told.map((text) => html`<li key=${text}>${text}</li>`)}</ul>`}
    ${!points && !told.length && html`<p class="quiet">${say("nothingKnown")}</p>`}
  </section>`;
}

export function Facts({ watch }) {
  const facts = useStore(watch.store, (known) => known.assist?.facts);
  const said = useStore(watch.store, (known) => known.said);
  return html`<section aria-labelledby="facts-title">
    <h2 id="facts-title">${say("facts")}</h2>
    ${facts?.length
      ? html`<dl class="facts">
          ${facts.map(({ name, value, provenance, utterance_id: id }) => html`<div key=${`${name} ${value}`}>
            <dt>${name.replaceAll("_", " ")}</dt>
            <dd>${value} <${Provenance} ids=${id ? [id] : []} turns=${said} words=${provenance} /></dd>
          </div>`)}
        </dl>`
      : html`<p class="quiet">${say("noFacts")}</p>`}
  </section>`;
}
