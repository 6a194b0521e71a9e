// What an agent does with a call while it lasts, in one bar; and whether it is recorded, in words.

import { html, useEffect, useRef, useState } from "/pages/vendor/preact-htm.js";
import { Directory } from "./directory.js";
import { attempt } from "./notices.js";
import { Act } from "./parts.js";
import { useStore } from "./store.js";
import { say } from "./words.js";

export function Controls({ desk, phone, watch, call }) {
  const [sheet, setSheet] = useState("");
  const { muted } = useStore(phone.store);
  const raised = useStore(watch.store, (known) => Boolean(known.assist?.hand_raised));
  const recording = useStore(watch.store, (known) => known.recording);
  const early = !call || call.with_whom !== "agent" ? say("notYetTalking") : "";
  const back = useRef(null);
  const toggle = (name) => {
    if (!sheet) back.current = document.activeElement;
    setSheet(sheet === name ? "" : name);
  };
  const close = () => {
    setSheet("");
    back.current?.focus();
  };
  useEffect(() => {
    if (early) setSheet("");
  }, [early]);
  const held = Boolean(call?.on_hold);
  const colleague = call?.members.find(({ leg }) => leg === "colleague");
  return html`<div class="controls" role="group" aria-label=${say("controls")}>
    <p class="recording" role="status">
      <span class=${recording ? "lamp" : "lamp is-on"} aria-hidden="true">${recording ? "○" : "●"}</span>${" "}
      ${say(recording ? "recordingPaused" : "recording")}
    </p>
    <${Act} action="hold" label=${say(held ? "resume" : "hold")} pressed=${held} why=${early}
      act=${() => attempt(() => watch.act(held ? "resume" : "hold"))} />
    <${Act} action="mute" label=${say("mute")} pressed=${muted} why=${early || phone.cannotMute} act=${() => phone.mute(!muted)} />
    <${Act} action="dial" label=${say("dial")} why=${early || phone.cannotDial} act=${() => toggle("dial")} />
    <${Act} action="consult" label=${say("consult")} why=${early} expanded=${sheet === "consult"} controls="sheet" act=${() => toggle("consult")} />
    <${Act} action="transfer" label=${say("transfer")} why=${early} expanded=${sheet === "transfer"} controls="sheet" act=${() => toggle("transfer")} />
    <${Act} action="hand" label=${say(raised ? "lowerHand" : "raiseHand")} pressed=${raised}
      expanded=${raised ? undefined : sheet === "hand"} controls="sheet"
      act=${() => (raised ? attempt(() => watch.hand(false, "")) : toggle("hand"))} />
    <${Act} action="end" label=${say("end")} why=${phone.cannotHangUp} act=${() => phone.hangUp()} />
    ${colleague && html`<${Colleague} colleague=${colleague} watch=${watch} />`}
    ${call?.notices.length > 0 && html`<p class="call-notices dense">${call.notices.at(-1)}</p>`}
    ${(sheet === "consult" || sheet === "transfer") && html`<${Directory} key=${sheet} what=${sheet} desk=${desk} watch=${watch} close=${close} />`}
    ${sheet === "hand" && html`<${RaiseHand} watch=${watch} close=${close} />`}
  </div>`;
}

// A colleague is asked, with the caller on hold, until they are brought in, given the call, or let go.
function Colleague({ colleague, watch }) {
  const act = (action) => attempt(() => watch.act(action));
  return html`<div class="colleague" role="group" aria-label=${say("colleague", colleague.name)}>
    <strong><bdi>${colleague.name}</bdi> · ${say(colleague.here ? "colleagueHere" : "colleagueRings")}</strong>
    ${colleague.here && html`<button type="button" onClick=${() => act("bring-in")}>${say("bringIn")}</button>
      <button type="button" onClick=${() => act("hand-over")}>${say("handOver")}</button>`}
    <button type="button" onClick=${() => act("end-consult")}>${say("endConsult")}</button>
  </div>`;
}

function RaiseHand({ watch, close }) {
  const field = useRef();
  useEffect(() => field.current.focus(), []);
  const submit = async (event) => {
    event.preventDefault();
    const done = await attempt(() => watch.hand(true, field.current.value.trim()), say("handUp"));
    if (done !== undefined) close();
  };
  return html`<form id="sheet" class="sheet" onSubmit=${submit} onKeyDown=${(event) => event.key === "Escape" && close()}>
    <label for="hand-reason">${say("handReason")}</label>
    <input id="hand-reason" ref=${field} maxlength="200" autocomplete="off" />
    <div class="actions">
      <button type="submit" class="primary">${say("raiseHand")}</button>
      <button type="button" class="plain" onClick=${close}>${say("cancel")}</button>
    </div>
  </form>`;
}
