// Above everything: the agent and their presence, the queues, whether the page is live, and the caller's line.

import { html } from "/pages/vendor/preact-htm.js";
import { clockTime, lasting, useNow } from "./clock.js";
import { connection, lostSince } from "./connection.js";
import { attempt } from "./notices.js";
import { Act } from "./parts.js";
import { useStore } from "./store.js";
import { say } from "./words.js";

const CHOICES = ["available", "break", "offline"];

export function Header({ desk, watch, help }) {
  const { me, shown } = useStore(desk.store);
  const seen = shown ?? me;
  return html`<header>
    <h1 class="visually-hidden">Attendant</h1>
    <div class="desk-line">
      ${me && html`<${Presence} desk=${desk} me=${me} seen=${seen} />`}
      <ul class="queues quiet figures">
        ${(seen?.queues ?? []).map(
          ({ name, title, waiting, estimate }) => html`<li key=${name}>${say("queue", title, waiting, estimate)}</li>`,
        )}
      </ul>
      <${Live} />
      <${Act} action="help" label=${say("help")} act=${help} kind="plain" />
    </div>
    ${watch && html`<${CallerLine} shown=${shown} watch=${watch} />`}
  </header>`;
}

function Presence({ desk, me, seen }) {
  const chosen = seen.wish ?? (CHOICES.includes(seen.presence) ? seen.presence : "available");
  const change = ({ target }) => {
    const wanted = target.value;
    // The select shows what holds, and what was chosen once the service has it.
    target.value = chosen;
    attempt(() => desk.presence(wanted));
  };
  return html`<div class="presence">
    <strong>${me.title}</strong>
    <span aria-hidden="true">·</span>
    <span>${say(`presence-${seen.presence}`)}${seen.wish && seen.wish !== seen.presence ? `, ${say("then", say(`presence-${seen.wish}`))}` : ""}</span>
    <select aria-label=${say("presence")} value=${chosen} onChange=${change}>
      ${CHOICES.map((each) => html`<option key=${each} value=${each}>${say(`be-${each}`)}</option>`)}
    </select>
  </div>`;
}

function Live() {
  const shown = useStore(connection);
  const since = lostSince(shown);
  return html`<p class=${since ? "live is-lost" : "live quiet"} role="status">
    ${since ? html`${say("offline", clockTime(since))} <${Retry} at=${shown.retry} />` : say("live")}
  </p>`;
}

function Retry({ at }) {
  useNow(1000);
  return html`<span aria-hidden="true">${say("retry", Math.max(0, Math.ceil((at - Date.now()) / 1000)))}</span>`;
}

function CallerLine({ shown, watch }) {
  const { verified, ended } = useStore(watch.store);
  const { call, wrap_up: wrapUp, offer } = shown;
  const queue = (call ?? offer)?.queue;
  const title = shown.queues.find(({ name }) => name === queue)?.title ?? queue;
  const points = [verified && say("verifiedBy", verified), title].filter(Boolean);
  return html`<div class="caller-line">
    <h2><span class="label">${say("caller")}</span> <bdi>${(call ?? offer)?.caller ?? watch.caller ?? ""}</bdi></h2>
    <p class="quiet">${points.join(" · ")}</p>
    <p class="timers figures">
      ${call?.on_hold && html`<${OnHold} watch=${watch} />`}
      ${call?.talked_since && !ended && html`<${Timer} label=${say("talking")} since=${call.talked_since} />`}
      ${call && !call.talked_since && html`<span>${say("connecting")}</span>`}
      ${!call && wrapUp && html`<span>${say("talkOver")}</span>`}
    </p>
  </div>`;
}

function OnHold({ watch }) {
  const hold = useStore(watch.store, (known) => known.hold);
  const now = useNow(1000);
  return html`<strong class="held">${say("onHold")}${hold ? ` ${lasting(now - hold)}` : ""}</strong>`;
}

function Timer({ label, since }) {
  const now = useNow(1000);
  return html`<span><span class="visually-hidden">${label}</span> ${lasting(now - Date.parse(since))}</span>`;
}
