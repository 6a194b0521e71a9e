// The one place for whispers: a card of reserved height, two one-line chips, the search, and quiet.

import { html, useEffect, useRef, useState } from "/pages/vendor/preact-htm.js";
import { useNow } from "./clock.js";
import { useKey } from "./keys.js";
import { attempt } from "./notices.js";
import { Act, Key } from "./parts.js";
import { sound } from "./sounds.js";
import { useStore } from "./store.js";
import { say } from "./words.js";

const WRONG = ["old", "irrelevant", "unsafe"];

export function Whisper({ watch }) {
  const assist = useStore(watch.store, (known) => known.assist);
  const showing = assist?.showing;
  const card = showing?.card ?? null;
  const quiet = Boolean(showing?.quiet);
  useEffect(() => {
    if (card && !card.pulled) sound(urgent(card) ? "alert" : "whisper");
  }, [card?.suggestion_id]);
  return html`<section class="whisper pane" aria-labelledby="whisper-title">
    <div class="pane-head">
      <h2 id="whisper-title">${say("whisper")}</h2>
      <${Act} action="quiet" label=${say("quiet")} pressed=${quiet} kind="plain"
        act=${() => attempt(() => watch.quiet(!quiet), say(quiet ? "quietOff" : "quietOn"))} />
    </div>
    <p class="visually-hidden" role=${card && urgent(card) ? "alert" : "status"}>
      ${card && `${say(urgent(card) ? "urgentCard" : "card")}: ${card.text}. ${source(card)}`}
    </p>
    <div class="slot-of-card">
      ${card
        ? html`<${Card} key=${card.suggestion_id} card=${card} watch=${watch} />`
        : html`<p class="quiet no-card">${nothing(showing, assist?.paused)}</p>`}
    </div>
    <ul class="chips" aria-label=${say("alsoFits")}>
      ${[0, 1].map((place) => html`<li key=${place}><${Chip} chip=${showing?.chips[place]} place=${place} watch=${watch} /></li>`)}
    </ul>
    <${Search} watch=${watch} found=${showing} />
  </section>`;
}

function Card({ card, watch }) {
  const [wrong, setWrong] = useState(false);
  const answer = (action, because = "") => attempt(() => watch.card(card.suggestion_id, action, because));
  return html`<article class=${urgent(card) ? "card is-urgent" : "card"} data-card=${card.suggestion_id}>
    ${urgent(card) && html`<p class="urgent-word">${say(card.form)}</p>`}
    <div class="card-body" tabindex="0" role="group" aria-label=${say("card")}>
      <p class="card-text">${card.text || card.query}</p>
      ${card.expanded && card.passage && html`<blockquote>${card.passage}</blockquote>`}
    </div>
    <p class="source dense quiet figures">${source(card)}${source(card) && " · "}<${Age} card=${card} watch=${watch} /></p>
    ${wrong
      ? html`<${Wrong} close=${() => setWrong(false)} answer=${(because) => answer("wrong", because)} />`
      : html`<div class="actions">
          <${Act} action="use" label=${say(card.used ? "used" : "use")} pressed=${card.used} kind="primary" act=${() => answer("used")} />
          <${Act} action="expand" label=${say("expand")} expanded=${card.expanded} act=${() => answer("expanded")} />
          <${Act} action="notNow" label=${say("notNow")} act=${() => answer("not-now")} />
          <${Act} action="wrong" label=${say("wrong")} act=${() => setWrong(true)} />
        </div>`}
  </article>`;
}

function Wrong({ close, answer }) {
  const first = useRef();
  useEffect(() => first.current.focus(), []);
  useKey("wrong", close);
  const submit = (event) => {
    event.preventDefault();
    const because = event.target.elements.because.value.trim();
    if (because) answer(because);
  };
  return html`<form class="wrong" aria-label=${say("wrongBecause")} onSubmit=${submit}
    onKeyDown=${(event) => event.key === "Escape" && close()}>
    <span>${say("wrongBecause")}</span>
    ${WRONG.map((because, index) => html`<button key=${because} type="button" ref=${index ? null : first} onClick=${() => answer(because)}>${say(`wrong-${because}`)}</button>`)}
    <input name="because" aria-label=${say("wrongOther")} placeholder=${say("wrongOther")} maxlength="200" autocomplete="off" />
    <button type="button" class="plain" onClick=${close}>${say("cancel")}</button>
  </form>`;
}

function Age({ card, watch }) {
  useNow(1000);
  return html`<span>${say("age", Math.max(0, Math.round(watch.age(card.since_ms) / 1000)))}</span>`;
}

function Chip({ chip, place, watch }) {
  if (!chip) return html`<span class="no-chip" aria-hidden="true"></span>`;
  const take = () => attempt(() => watch.card(chip.suggestion_id, chip.text ? "expanded" : "used", ""));
  return html`<${Act} action=${`chip${place + 1}`} label=${html`<span class="one-line">▸ ${chip.text || chip.query}</span>`}
    kind="chip" expanded=${chip.text ? chip.expanded : undefined} act=${take} />
    ${chip.expanded && html`<p class="dense chip-text">${chip.passage || chip.text} <span class="quiet">${source(chip)}</span></p>`}`;
}

function Search({ watch, found }) {
  const field = useRef();
  const [asked, setAsked] = useState("");
  useKey("search", () => field.current.select());
  useEffect(() => setAsked(""), [found]);
  const submit = async (event) => {
    event.preventDefault();
    const query = field.current.value.trim();
    if (!query) return;
    setAsked(query);
    const answer = await attempt(() => watch.search(query));
    if (answer === undefined) setAsked("");
  };
  return html`<form class="search" role="search" onSubmit=${submit}>
    <label for="search">${say("search")} <${Key} action="search" /></label>
    <input id="search" ref=${field} type="search" maxlength="300" autocomplete="off" placeholder=${say("searchHint")} />
    <p class="dense quiet" role="status">${asked ? say("looking", asked) : found?.nothing_for ? say("nothingFor", found.nothing_for) : ""}</p>
  </form>`;
}

function urgent({ form }) {
  return form === "safety" || form === "compliance";
}

function source(card) {
  const place = [card.title, card.section].filter(Boolean).join(" › ");
  return [place, card.version && say("version", card.version), card.band && say(`band-${card.band}`)].filter(Boolean).join(" · ");
}

function nothing(showing, paused) {
  if (!showing) return "";
  if (showing.quiet) return say("quietNow");
  return paused || say("noCard");
}
