// What both sides say. Final words never change; the stable part of what is being said is grey below them.

import { Component, html, useEffect, useLayoutEffect, useRef, useState } from "/pages/vendor/preact-htm.js";
import { clockTime } from "./clock.js";
import { useKey } from "./keys.js";
import { attempt } from "./notices.js";
import { Key, Skeleton } from "./parts.js";
import { settings } from "./settings.js";
import { useStore } from "./store.js";
import { say } from "./words.js";

const NEAR_PX = 48; // This close to the end, the reader follows what is new.
const READ_TURNS = 3;

export function Transcript({ watch }) {
  const caughtUp = useStore(watch.store, (known) => known.caughtUp);
  const turns = useStore(watch.store, (known) => known.turns);
  const problem = useStore(watch.store, (known) => known.problem);
  const announce = useStore(settings, (chosen) => chosen.announce);
  const [fixing, setFixing] = useState("");
  const box = useRef();
  const { behind, jump } = useFollowing(box, watch);
  const lastOfCaller = () => turns.findLast(({ speaker }) => speaker === "caller");
  useKey("fix", () => setFixing(fixing ? "" : (lastOfCaller()?.id ?? "")));
  useKey("toNow", jump);

  return html`<section class="transcript pane" aria-labelledby="transcript-title">
    <div class="pane-head"><h2 id="transcript-title">${say("transcript")}</h2></div>
    <div class="scroller" ref=${box} tabindex="0" role="group" aria-label=${say("transcript")}>
      ${problem && html`<p class="problem" role="alert">${problem.text}</p>`}
      ${!caughtUp && !problem && html`<${Skeleton} lines=${5} />`}
      ${caughtUp && !turns.length && html`<p class="quiet">${say("nothingSaid")}</p>`}
      <div role="log" aria-label=${say("transcript")} aria-live=${announce === "everyone" ? "polite" : "off"}>
        ${turns.map((turn) =>
          turn.note
            ? html`<${Note} key=${turn.id} turn=${turn} />`
            : html`<${Turn} key=${turn.id} turn=${turn} fixing=${fixing === turn.id} fix=${setFixing} watch=${watch} />`,
        )}
      </div>
      <${Speaking} watch=${watch} />
    </div>
    ${behind > 0 && html`<button type="button" class="to-now" onClick=${jump}>${say("toNow", behind)} <${Key} action="toNow" /></button>`}
    <${Evidence} watch=${watch} />
    <${ReadOut} turns=${turns} announce=${announce} />
  </section>`;
}

// Follows the end unless the reader has scrolled up: then it counts what they have not seen.
function useFollowing(box, watch) {
  const turns = useStore(watch.store, (known) => known.turns);
  const speaking = useStore(watch.store, (known) => known.speaking);
  const atEnd = useRef(true);
  const seen = useRef(0);
  const [behind, setBehind] = useState(0);
  const toEnd = () => {
    box.current.scrollTop = box.current.scrollHeight;
  };
  useLayoutEffect(() => {
    if (atEnd.current) {
      seen.current = turns.length;
      toEnd();
    }
    setBehind(atEnd.current ? 0 : Math.max(1, turns.length - seen.current));
  }, [turns, speaking]);
  useEffect(() => {
    const element = box.current;
    const look = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
      if (atEnd.current) seen.current = watch.store.value.turns.length;
      setBehind(atEnd.current ? 0 : Math.max(1, watch.store.value.turns.length - seen.current));
    };
    const resized = new ResizeObserver(() => atEnd.current && toEnd());
    element.addEventListener("scroll", look, { passive: true });
    resized.observe(element);
    return () => {
      element.removeEventListener("scroll", look);
      resized.disconnect();
    };
  }, []);
  const jump = () => {
    atEnd.current = true;
    seen.current = watch.store.value.turns.length;
    setBehind(0);
    toEnd();
  };
  return { behind, jump };
}

class Turn extends Component {
  shouldComponentUpdate(next) {
    return next.turn !== this.props.turn || next.fixing !== this.props.fixing;
  }

  render({ turn, fixing, fix, watch }) {
    const callers = turn.speaker === "caller";
    return html`<div id=${`turn-${turn.id}`} class=${`turn by-${turn.speaker}`} tabindex="-1">
      <time class="figures quiet">${turn.time}</time>
      <span class="who">${say(`by-${turn.speaker}`)}</span>
      <div class="words">
        <span>${turn.text}${turn.cut ? " —" : ""}</span>
        ${turn.cut && html`<span class="visually-hidden">${say("cut")}</span>`}
        ${turn.fixes.map(({ heard, meant }, index) => html`<span key=${index} class="fixed quiet">${say("fixed", heard, meant)}</span>`)}
        ${fixing && html`<${Fix} turn=${turn} watch=${watch} close=${() => fix("")} />`}
      </div>
      ${callers && html`<button type="button" class="plain fix" aria-expanded=${String(fixing)}
        aria-label=${say("fixIn", turn.time)} title=${say("fix")} onClick=${() => fix(fixing ? "" : turn.id)}>${say("fixShort")}</button>`}
    </div>`;
  }
}

class Note extends Component {
  shouldComponentUpdate() {
    return false;
  }

  render({ turn }) {
    const words = turn.note === "joined" || turn.note === "left" ? `${turn.note}-${turn.leg}` : turn.note;
    return html`<p id=${`turn-${turn.id}`} class="divider" tabindex="-1"><span>${say(words)} <span class="figures quiet">${turn.time}</span></span></p>`;
  }
}

// The words that were misheard stay as they are; what was meant goes to the recogniser's vocabulary.
function Fix({ turn, watch, close }) {
  const first = useRef();
  useEffect(() => first.current.focus(), []);
  const words = [...new Set(turn.text.match(/[\p{L}\p{N}'’-]+/gu) ?? [])];
  const submit = async (event) => {
    event.preventDefault();
    const { heard, meant } = Object.fromEntries(new FormData(event.target));
    const done = await attempt(() => watch.fix(turn.id, heard, meant.trim()), say("fixSent"));
    if (done !== undefined) close();
  };
  return html`<form class="fix-form" onSubmit=${submit} onKeyDown=${(event) => event.key === "Escape" && close()}>
    <label>${say("fixHeard")}<select name="heard" ref=${first}>
      ${words.map((word) => html`<option key=${word}>${word}</option>`)}
    </select></label>
    <label>${say("fixMeant")}<input name="meant" required maxlength="60" autocomplete="off" /></label>
    <button type="submit">${say("fixSend")}</button>
    <button type="button" class="plain" onClick=${close}>${say("cancel")}</button>
  </form>`;
}

function Speaking({ watch }) {
  const speaking = useStore(watch.store, (known) => known.speaking);
  return html`<div class="speaking" aria-hidden="true">
    ${[...speaking].map(
      ([id, { speaker, text }]) => html`<div key=${id} class=${`turn is-partial by-${speaker}`}>
        <span></span><span class="who">${say(`by-${speaker}`)}</span><div class="words">${text} …</div>
      </div>`,
    )}
  </div>`;
}

// What the caller's mood would rest on, as words with their time: never a score.
function Evidence({ watch }) {
  const assist = useStore(watch.store, (known) => known.assist);
  const origin = useStore(watch.store, (known) => known.origin);
  const latest = (assist?.evidence ?? []).slice(-2);
  const time = (one) => (origin ? clockTime(origin + one.at_ms) : "");
  return html`<p class="evidence dense">
    ${latest.map((one, index) => html`<span key=${index}>${say("saidWords")} <q>${one.words}</q> <span class="figures quiet">${time(one)}</span></span>`)}
  </p>`;
}

// For ears that are busy with the caller nothing is read out unless it was chosen, or is asked for by key.
function ReadOut({ turns, announce }) {
  const [text, setText] = useState("");
  const last = turns.findLast(({ speaker }) => speaker === "caller");
  useKey("read", () => {
    const words = turns.filter(({ speaker }) => speaker === "caller").slice(-READ_TURNS);
    const read = words.map((turn) => turn.text).join(" ") || say("nothingSaid");
    // The same words again are read again.
    setText((before) => (before === read ? `${read} ` : read));
  });
  useEffect(() => {
    if (announce === "caller" && last) setText(last.text);
  }, [announce, last?.id]);
  return html`<p class="visually-hidden" id="read-out" aria-live="polite">${text}</p>`;
}
