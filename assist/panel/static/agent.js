// The agent's page: one frame, in which a call is offered, talked through and written up.

import { html, render, useEffect, useMemo, useState } from "/pages/vendor/preact-htm.js";
import { CallWatch } from "./call.js";
import { Desk } from "./desk.js";
import { Header } from "./header.js";
import { Help } from "./help.js";
import { listen } from "./keys.js";
import { Notices, tell } from "./notices.js";
import { Idle, Offer } from "./offer.js";
import { OwnTelephone } from "./phone.js";
import { Skeleton } from "./parts.js";
import { applyTheme, settings } from "./settings.js";
import { sound } from "./sounds.js";
import { useStore } from "./store.js";
import { Talk } from "./talk.js";
import { language, say } from "./words.js";

const desk = new Desk();
const phone = new OwnTelephone(desk);
desk.store.subscribe(() => phone.follow(desk.store.value.shown));

function Panel() {
  const { me, shown, problem } = useStore(desk.store);
  const chosen = useStore(settings);
  const [helps, setHelps] = useState(false);
  const [earlier, setEarlier] = useState(false);

  useEffect(() => {
    applyTheme();
    document.documentElement.lang = language();
  }, [chosen.theme, chosen.language]);

  const offer = shown?.offer && !shown.offer.accepted ? shown.offer : null;
  const id = (shown?.call ?? shown?.wrap_up ?? shown?.offer)?.call ?? "";
  const watch = useMemo(() => (id ? new CallWatch(id) : null), [id]);
  useEffect(() => () => watch?.close(), [watch]);
  useEffect(() => {
    if (offer) sound("offer");
  }, [offer?.transfer, offer?.attempt]);
  useEffect(() => {
    if (earlier && !id) tell(say("callDone"));
    setEarlier(Boolean(id));
    document.title = [offer ? say("offerTitle") : shown?.call?.caller, "Attendant"].filter(Boolean).join(" · ");
  }, [id, Boolean(offer)]);

  if (problem && !shown) return html`<${Refused} problem=${problem} />`;
  const ready = me && shown;
  const talks = ready && (shown.call || shown.wrap_up || shown.offer?.accepted);
  return html`<div class="panel" data-state=${stateOf(shown, offer)}>
    <${Header} desk=${desk} watch=${talks ? watch : null} help=${() => setHelps(true)} />
    ${!ready && html`<main class="middle"><${Skeleton} lines=${4} /></main>`}
    ${ready && offer && html`<${Offer} key=${offer.transfer} offer=${offer} phone=${phone} watch=${watch} beside=${Boolean(talks)} />`}
    ${ready && !offer && !talks && html`<${Idle} desk=${desk} shown=${shown} />`}
    ${talks && html`<${Talk} key=${id} desk=${desk} phone=${phone} watch=${watch} shown=${shown} />`}
    ${!talks && html`<footer class="bar"><${Notices} /></footer>`}
    ${helps && html`<${Help} close=${() => setHelps(false)} />`}
  </div>`;
}

function Refused({ problem }) {
  const forbidden = problem.status === 403;
  return html`<main class="alone" data-state=${forbidden ? "forbidden" : "error"}>
    <h1>${say(forbidden ? "forbidden" : "cannotShow")}</h1>
    <p class="problem" role="alert">${problem.text || say("noAgent")}</p>
    <p>${say(forbidden ? "forbiddenNext" : "cannotShowNext")}</p>
    <p><a href="/sign-in?to=/agent">${say("signInAgain")}</a></p>
  </main>`;
}

function stateOf(shown, offer) {
  if (!shown) return "loading";
  if (offer) return "offer";
  if (shown.call) return shown.call.with_whom === "ringing" ? "connecting" : "call";
  if (shown.wrap_up) return "wrap-up";
  return shown.offer?.accepted ? "connecting" : "idle";
}

listen();
applyTheme();
const root = document.getElementById("panel");
root.replaceChildren();
render(html`<${Panel} />`, root);
desk.open();
