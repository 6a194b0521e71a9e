// What is to be said, asked, done and checked: what was ticked, by whom and on which words; and the next step.

import { html, useEffect, useRef, useState } from "/pages/vendor/preact-htm.js";
import { attempt } from "./notices.js";
import { Provenance } from "./parts.js";
import { useStore } from "./store.js";
import { say } from "./words.js";

const SIGNS = { due: "☐", done: "☑", late: "☑", "not-applicable": "–", missed: "☒" };
const CHOICES = ["done", "due", "not-applicable"];
const MATCHERS = new Set(["exact", "meaning", "journal"]);

export function Checklists({ watch }) {
  const lists = useStore(watch.store, (known) => known.assist?.checklists);
  const next = useStore(watch.store, (known) => known.assist?.next_step);
  const said = useStore(watch.store, (known) => known.said);
  const [open, setOpen] = useState("");
  return html`<section aria-labelledby="checklist-title" class="checklists">
    <h2 id="checklist-title">${say("checklist")}</h2>
    <div class="next-step" role="status">${next
      ? html`<p><strong>${say("next")}</strong> ${next.words}</p>
          ${next.wording && html`<p class="wording">${say("exactly")} <q>${next.wording}</q></p>`}`
      : html`<p class="quiet">${say(lists?.length ? "nothingNext" : "noChecklist")}</p>`}</div>
    ${(lists ?? []).map((list) => html`<div key=${list.name}>
      <h3 class="dense quiet">${list.title}</h3>
      <ul class="items">
        ${list.items.map((item) => {
          const id = `${list.name}-${item.name}`;
          return html`<${Item} key=${id} id=${id} list=${list.name} item=${item} said=${said} watch=${watch}
            open=${open === id} set=${setOpen} />`;
        })}
      </ul>
    </div>`)}
  </section>`;
}

function Item({ id, list, item, said, watch, open, set }) {
  const button = useRef();
  const close = () => {
    set("");
    button.current?.focus();
  };
  return html`<li class=${`item is-${item.state}`} data-item=${item.name}>
    <span class="sign" aria-hidden="true">${SIGNS[item.state] ?? "☐"}</span>
    <div class="item-words">
      <span class="visually-hidden">${say(`state-${item.state}`)}:</span>
      <span>${item.text}</span>${" "}
      ${item.important && html`<span class="tag">${say("important")}</span>`}${" "}
      ${item.regulated && html`<span class="tag">${say("regulated")}</span>`}
      ${item.state === "due" && item.nearest && html`<p class="dense quiet">${say("nearest")} <q>${item.nearest}</q></p>`}
      ${item.state !== "due" && html`<p class="dense quiet">${why(item)}
        ${" "}<${Provenance} ids=${item.utterance_id ? [item.utterance_id] : []} turns=${said} /></p>`}
    </div>
    <button type="button" class="plain overrule" ref=${button} aria-expanded=${String(open)}
      aria-label=${say("overruleItem", item.text)} onClick=${() => set(open ? "" : id)}>${say("overrule")}</button>
    ${open && html`<${Overrule} id=${id} list=${list} item=${item} watch=${watch} close=${close} />`}
  </li>`;
}

function Overrule({ id, list, item, watch, close }) {
  const first = useRef();
  useEffect(() => first.current.focus(), []);
  const submit = async (event) => {
    event.preventDefault();
    const { state, reason } = Object.fromEntries(new FormData(event.target));
    const done = await attempt(() => watch.overrule(list, item.name, state, reason.trim()));
    if (done !== undefined) close();
  };
  return html`<form class="overrule-form" onSubmit=${submit} onKeyDown=${(event) => event.key === "Escape" && close()}>
    <label for=${`${id}-state`}>${say("shouldBe")}</label>
    <select id=${`${id}-state`} name="state" ref=${first}>
      ${CHOICES.filter((state) => state !== item.state).map((state) => html`<option key=${state} value=${state}>${say(`state-${state}`)}</option>`)}
    </select>
    <label for=${`${id}-reason`}>${say("reason")}</label>
    <input id=${`${id}-reason`} name="reason" maxlength="200" autocomplete="off" />
    <div class="actions">
      <button type="submit" class="primary">${say("set")}</button>
      <button type="button" class="plain" onClick=${close}>${say("cancel")}</button>
    </div>
  </form>`;
}

// "done, by its exact words: “…”"
function why({ state, by, words }) {
  const who = MATCHERS.has(by) ? say(`by-matcher-${by}`) : by && say("byPerson", by);
  return `${[say(`state-${state}`), who].filter(Boolean).join(", ")}${words ? `: “${words}”` : ""}`;
}
