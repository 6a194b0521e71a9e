// After the talk, in the same frame: the draft to edit, three dispositions, a timer that can be extended.

import { html, useEffect, useMemo, useRef, useState } from "/pages/vendor/preact-htm.js";
import { clockTime, lasting, useNow } from "./clock.js";
import { Draft } from "./draft.js";
import { useKey } from "./keys.js";
import { attempt, complain } from "./notices.js";
import { Act, Key, Skeleton } from "./parts.js";
import { useStore } from "./store.js";
import { say } from "./words.js";

const WARNS_MS = 20_000;
const FIRST = 3; // Dispositions that are offered before all others.

export function WrapUp({ watch, ends }) {
  const draft = useMemo(() => new Draft(watch.id), [watch]);
  const { form, shown, saving, savedAt, problem } = useStore(draft.store);
  const drafted = useStore(watch.store, (known) => known.drafted);
  const states = useStore(watch.store, (known) => known.assist?.checklists);
  const [missed, setMissed] = useState(false);
  const [closing, setClosing] = useState(false);
  const top = useRef();
  const reason = useRef();
  useEffect(() => () => draft.leave(), [draft]);
  useEffect(() => {
    if (drafted || states) draft.load();
  }, [drafted, states]);
  useEffect(() => {
    if (missed) reason.current?.focus();
  }, [missed]);

  const finish = async () => {
    if (closing || !form) return;
    const why = reason.current?.value.trim() ?? "";
    if (shown.missed.length && !why) {
      setMissed(true);
      reason.current?.focus();
      return;
    }
    setClosing(true);
    try {
      await draft.finish(why);
    } catch (error) {
      setClosing(false);
      complain(error.message);
      if (error.status === 409) {
        setMissed(true);
        draft.load();
      }
    }
  };
  useKey("close", finish);
  useKey("wrapUp", () => top.current?.querySelector("textarea")?.focus());

  return html`<section class="wrap-up pane" aria-labelledby="wrap-up-title" ref=${top}>
    <div class="pane-head">
      <h2 id="wrap-up-title">${say("wrapUp")}</h2>
      <${Left} ends=${ends.ends} extended=${ends.extended} extend=${() => attempt(() => draft.extend(), say("extendedNow"))} />
    </div>
    ${!form && html`<${Skeleton} lines=${5} />`}
    ${!form && problem && html`<p class="problem" role="alert">${problem}</p>`}
    ${form && html`<form class="wrap-form" onSubmit=${(event) => {
      event.preventDefault();
      finish();
    }}>
      <${Dispositions} form=${form} shown=${shown} draft=${draft} />
      <${Field} name="reason" form=${form} shown=${shown} draft=${draft} />
      <${Field} name="done" form=${form} shown=${shown} draft=${draft} rows=${3} />
      <${Field} name="outcome" form=${form} shown=${shown} draft=${draft} />
      <${FollowUps} form=${form} shown=${shown} draft=${draft} />
      <${Field} name="notes" form=${form} shown=${shown} draft=${draft} />
      ${(missed || shown.missed.length > 0) && shown.missed.length > 0 && html`<div class="missed">
        <p id="missed-words"><strong>${say("missed")}</strong> ${shown.missed.map(nameOf).join("; ")}</p>
        <label for="missed-reason">${say("missedReason")}</label>
        <input id="missed-reason" ref=${reason} maxlength="300" autocomplete="off" aria-describedby="missed-words"
          aria-invalid=${missed ? "true" : null} />
        ${missed && html`<p class="dense" role="alert">${say("missedNeedsReason")}</p>`}
      </div>`}
    </form>`}
    <div class="wrap-end">
      <button type="button" class="primary" data-action="close" disabled=${!form || closing} aria-keyshortcuts="Control+Enter" onClick=${finish}>
        ${say("closeCall")} <${Key} action="close" />
      </button>
      <p class="dense quiet" role="status">${savingWords(saving, savedAt, problem)}</p>
    </div>
  </section>`;
}

function Left({ ends, extended, extend }) {
  const now = useNow(1000);
  if (!ends) return null;
  const left = Date.parse(ends) - now;
  const warns = left < WARNS_MS;
  return html`<p class=${warns ? "left is-short" : "left"}>
    <span class="figures">${say("timeLeft", lasting(left))}</span>
    <${Act} action="extend" label=${say("extend")} kind="plain" act=${extend} />
    ${extended > 0 && html`<span class="dense quiet">${say("extended", extended)}</span>`}
    <span class="visually-hidden" role="alert">${warns ? say("timeShort") : ""}</span>
  </p>`;
}

function Dispositions({ form, shown, draft }) {
  const [first, others] = [shown.dispositions.slice(0, FIRST), shown.dispositions.slice(FIRST)];
  const elsewhere = others.some(({ code }) => code === form.disposition);
  const set = (disposition) => draft.change({ disposition });
  return html`<fieldset class="dispositions">
    <legend>${say("disposition")} <${Drafted} name="disposition" form=${form} shown=${shown} /></legend>
    ${first.map(({ code, title, confidence }) => html`<label key=${code} class="choice">
      <input type="radio" name="disposition" value=${code} checked=${form.disposition === code} onChange=${() => set(code)} />
      <span>${title}</span> ${confidence !== null && confidence !== undefined && html`<span class="quiet figures dense">${say("sure", Math.round(confidence * 100))}</span>`}
    </label>`)}
    ${others.length > 0 && html`<label class="choice">
      <span class="quiet">${say("otherDisposition")}</span>
      <select value=${elsewhere ? form.disposition : ""} onChange=${(event) => set(event.target.value)}>
        <option value="">—</option>
        ${others.map(({ code, title }) => html`<option key=${code} value=${code}>${title}</option>`)}
      </select>
    </label>`}
  </fieldset>`;
}

function Field({ name, form, shown, draft, rows = 2 }) {
  return html`<div class="field">
    <label for=${`wrap-${name}`}>${say(`wrap-${name}`)} <${Drafted} name=${name} form=${form} shown=${shown} /></label>
    <textarea id=${`wrap-${name}`} rows=${rows} maxlength="4000" value=${form[name]}
      onInput=${(event) => draft.change({ [name]: event.target.value })}></textarea>
  </div>`;
}

function FollowUps({ form, shown, draft }) {
  const list = useRef();
  const ups = form.follow_ups;
  const put = (follow_ups) => draft.change({ follow_ups });
  const add = () => {
    put([...ups, ""]);
    requestAnimationFrame(() => list.current?.querySelector("li:last-child input")?.focus());
  };
  return html`<fieldset class="field follow-ups">
    <legend>${say("wrap-follow_ups")} <${Drafted} name="follow_ups" form=${form} shown=${shown} /></legend>
    <ul ref=${list}>
      ${ups.map((text, index) => html`<li key=${index}>
        <input aria-label=${say("followUp", index + 1)} maxlength="500" value=${text}
          onInput=${(event) => put(ups.map((each, place) => (place === index ? event.target.value : each)))} />
        <button type="button" class="plain" aria-label=${say("removeFollowUp", index + 1)}
          onClick=${() => put(ups.filter((_, place) => place !== index))}>${say("remove")}</button>
      </li>`)}
    </ul>
    <button type="button" class="plain" onClick=${add}>${say("addFollowUp")}</button>
  </fieldset>`;
}

// Still as the machine wrote it.
function Drafted({ name, form, shown }) {
  const same = JSON.stringify(form[name]) === JSON.stringify(shown[name]);
  return shown.drafted.includes(name) && same ? html`<span class="tag">${say("drafted")}</span>` : null;
}

function nameOf(item) {
  return typeof item === "string" ? item : (item.text ?? item.title ?? item.name);
}

function savingWords(saving, savedAt, problem) {
  if (saving === "failed") return say("notSaved", problem);
  if (saving) return say("savingNow");
  return savedAt ? say("savedAt", clockTime(savedAt)) : "";
}
