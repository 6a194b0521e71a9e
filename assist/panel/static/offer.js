// Before answering: who rings and what is known of them; and the desk when nobody does.

import { html } from "/pages/vendor/preact-htm.js";
import { now, useNow } from "./clock.js";
import { attempt } from "./notices.js";
import { Act, Provenance, useMedia } from "./parts.js";
import { useStore } from "./store.js";
import { say } from "./words.js";

export const SLOTS = ["who", "verified", "why", "tried", "details", "mood", "told"];

// `beside`: a call is going on, so that this is a strip above it.
export function Offer({ offer, phone, watch, beside }) {
  const turns = useStore(watch.store, ({ said }) => said);
  const who = html`<bdi>${offer.caller}</bdi>`;
  const accept = () => attempt(() => phone.answer(offer.transfer));
  const decline = () => attempt(() => phone.decline(offer.transfer));
  const Frame = beside ? "section" : "main";
  return html`<${Frame} class=${beside ? "offer is-strip" : "middle offer"} aria-labelledby="offer-title">
    <div class="offer-card">
      <div role="alert">
        <p class="quiet">${say("offerFrom", offer.queue_title || offer.queue)}</p>
        <h2 id="offer-title" class="big">${who}</h2>
      </div>
      <${Countdown} offer=${offer} />
      ${!beside && html`<${Slots} points=${offer.briefing} turns=${turns} quote=${true} />`}
      <div class="actions">
        <${Act} action="accept" label=${say("accept")} act=${accept} kind="primary" />
        <${Act} action="decline" label=${say("decline")} act=${decline} />
      </div>
      <p class="quiet dense">${say("offerHint")}</p>
    </div>
  </${Frame}>`;
}

function Countdown({ offer }) {
  const calm = useMedia("(prefers-reduced-motion: reduce)");
  useNow(calm ? 1000 : 200);
  const [from, to] = [Date.parse(offer.rang), Date.parse(offer.ends)];
  const whole = Math.max(1, to - from);
  const left = Math.min(whole, Math.max(0, to - now()));
  return html`<div class="countdown">
    <progress class="shrinking" max=${whole} value=${left} aria-label=${say("timeToAnswer")}></progress>
    <span class="figures quiet">${say("seconds", Math.ceil(left / 1000))}</span>
  </div>`;
}

// The fixed places of a briefing: what is not known says so.
export function Slots({ points, turns, quote = false, all = true }) {
  const known = new Map(points.map((point) => [point.slot, point]));
  return html`<dl class="slots">
    ${SLOTS.filter((slot) => all || known.has(slot)).map((slot) => {
      const point = known.get(slot);
      return html`<div key=${slot} class="slot">
        <dt>${say(`slot-${slot}`)}</dt>
        <dd>
          ${point ? html`<span>${point.text}</span>` : html`<span class="quiet">${say("nothingKnown")}</span>`}
          ${point && html` <${Provenance} ids=${point.utterance_ids} turns=${turns} quote=${quote} />`}
        </dd>
      </div>`;
    })}
  </dl>`;
}

export function Idle({ desk, shown }) {
  const away = shown.presence !== "available";
  return html`<main class="middle idle">
    <p class="big">${say(away ? "idleAway" : "idle", say(`presence-${shown.presence}`))}</p>
    <p class="quiet">${say(away ? "idleAwayNext" : "idleNext")}</p>
    ${away && html`<p><button type="button" class="primary" onClick=${() => attempt(() => desk.presence("available"))}>
      ${say("be-available")}
    </button></p>`}
  </main>`;
}
