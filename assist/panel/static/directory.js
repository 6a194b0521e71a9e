// To whom a call can go: agents with where they are, queues with who waits, as they are now.

import { html, useEffect, useRef, useState } from "/pages/vendor/preact-htm.js";
import { attempt } from "./notices.js";
import { Skeleton } from "./parts.js";
import { useStore } from "./store.js";
import { say } from "./words.js";

const REFRESH_MS = 5000;

export function Directory({ what, desk, watch, close }) {
  const { agents, queues, me } = useStore(desk.store);
  const [loaded, setLoaded] = useState(false);
  const [wanted, setWanted] = useState("");
  const field = useRef();
  useEffect(() => {
    field.current.focus();
    const load = () => attempt(() => desk.directory()).then(() => setLoaded(true));
    load();
    const timer = setInterval(load, REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  const fits = ({ name, title }) => `${title} ${name}`.toLowerCase().includes(wanted.trim().toLowerCase());
  const go = async (action, body, title) => {
    const done = await attempt(() => watch.act(action, body), say(`${what}Sent`, title));
    if (done !== undefined) close();
  };
  const people = agents.filter((each) => each.name !== me.agent && fits(each));
  const places = what === "transfer" ? queues.filter(fits) : [];
  return html`<section id="sheet" class="sheet" aria-labelledby="sheet-title"
    onKeyDown=${(event) => event.key === "Escape" && close()}>
    <div class="pane-head">
      <h2 id="sheet-title">${say(`${what}Title`)}</h2>
      <button type="button" class="plain" onClick=${close}>${say("closeSheet")}</button>
    </div>
    <input ref=${field} type="search" aria-label=${say("find")} placeholder=${say("find")} autocomplete="off"
      onInput=${(event) => setWanted(event.target.value)} />
    ${!loaded && html`<${Skeleton} />`}
    ${loaded && !people.length && !places.length && html`<p class="quiet">${say("nobodyFits")}</p>`}
    <ul class="directory">
      ${places.map(({ name, title, waiting, estimate, open }) => html`<li key=${`queue ${name}`}>
        <button type="button" data-to=${name} aria-disabled=${open ? null : "true"}
          onClick=${() => open && go("pass-on", { to: "queue", queue: name }, title)}>
          <bdi>${title}</bdi><span class="quiet figures">${open ? say("queueState", waiting, estimate) : say("queueShut")}</span>
        </button>
      </li>`)}
      ${people.map(({ name, title, presence }) => html`<li key=${`agent ${name}`}>
        <button type="button" data-to=${name} aria-disabled=${presence === "available" ? null : "true"}
          onClick=${() => presence === "available" && go("consult", { name }, title)}>
          <bdi>${title}</bdi><span class="quiet">${say(`presence-${presence}`)}</span>
        </button>
      </li>`)}
    </ul>
    ${what === "transfer" && html`<p class="dense quiet">${say("transferHint")}</p>`}
  </section>`;
}
