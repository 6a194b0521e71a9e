// One call as its events tell it: words, holds, recording, and what the assistant makes of it.

import { ask } from "/pages/session.js";
import { clockTime, now } from "./clock.js";
import { heard, lineChanged } from "./connection.js";
import { Line } from "./line.js";
import { Store } from "./store.js";

const NOBODY = { hold: 0, ended: false, drafted: 0, verified: null, told: [], recording: null };

export class CallWatch {
  // `turns`: final, never changed but by additions. `said`: the same by utterance. `speaking`: what is being
  // said now. `origin`: when the call's own clock was 0.
  store = new Store({
    turns: [], said: new Map(), speaking: new Map(), assist: null, caughtUp: false, origin: 0, problem: null, ...NOBODY,
  });
  #last = 0;

  constructor(id) {
    this.id = id;
    this.path = `/api/v1/calls/${encodeURIComponent(id)}`;
    this.line = new Line(
      () => `${this.path}/stream?since=${this.#last}`,
      `${this.path}/assist`,
      (message) => this.#heard(message),
      (state, detail) => this.#changed(state, detail),
    );
  }

  close() {
    this.line.close();
    lineChanged(`call ${this.id}`, "over");
  }

  act(action, body = {}) {
    return ask("POST", `${this.path}/actions/${action}`, body);
  }

  card(suggestion, action, because = "") {
    return ask("POST", `${this.path}/cards/${encodeURIComponent(suggestion)}`, { action, because });
  }

  search(query) {
    return ask("POST", `${this.path}/search`, { query });
  }

  quiet(on) {
    return ask("POST", `${this.path}/quiet`, { on });
  }

  hand(up, reason) {
    return ask("POST", `${this.path}/hand`, { up, reason });
  }

  fix(utterance, said, meant) {
    return ask("POST", `${this.path}/words`, { utterance_id: utterance, heard: said, meant });
  }

  overrule(checklist, item, state, reason) {
    return ask("POST", `${this.path}/checklist`, { checklist, item, state, reason });
  }

  // The call's own clock, in ms.
  age(ms) {
    return this.store.value.origin ? now() - this.store.value.origin - ms : 0;
  }

  #changed(state, detail) {
    if (state === "refused") this.store.set({ problem: { status: detail.status, text: detail.message } });
    // What was only of the moment is gone with the line.
    if (state === "lost") this.store.set({ speaking: new Map() });
    lineChanged(`call ${this.id}`, state, detail);
  }

  #heard(message) {
    heard();
    if (message.type === "assist") this.store.set({ assist: message, problem: null });
    if (message.type !== "events") return;
    const known = { ...this.store.value };
    if (message.behind) known.speaking = new Map();
    for (const event of message.events) {
      if (event.sequence && event.sequence <= this.#last) continue;
      this.#last = Math.max(this.#last, event.sequence);
      take(known, event);
    }
    this.store.set({ ...known, caughtUp: known.caughtUp || message.caught_up, problem: null });
  }
}

function take(known, event) {
  const wall = Date.parse(event.wall);
  if (event.sequence) known.origin = wall - event.at_ms;
  HEARD[event.kind]?.(known, event, wall);
}

const HEARD = {
  SpeechStarted: (known, event) => speaks(known, event, ""),
  PartialUtterance: (known, event) => speaks(known, event, event.text),
  Utterance: (known, event) => said(known, event, event.speaker, event.text, false),
  BotSaid: (known, event) => said(known, event, "bot", event.heard, event.interrupted),
  WordFixed: (known, event) => {
    const turn = known.said.get(event.utterance_id);
    if (!turn) return;
    const fixed = { ...turn, fixes: [...turn.fixes, { heard: event.heard, meant: event.meant }] };
    known.turns = known.turns.map((each) => (each === turn ? fixed : each));
    known.said = new Map(known.said).set(turn.id, fixed);
  },
  LegJoined: (known, event, wall) => {
    if (event.leg !== "caller") note(known, event, wall, "joined", event.leg);
  },
  LegLeft: (known, event, wall) => note(known, event, wall, "left", event.leg),
  HoldStarted: (known, event, wall) => {
    if (event.leg !== "caller") return;
    known.hold = wall;
    note(known, event, wall, "held");
  },
  HoldEnded: (known, event, wall) => {
    if (event.leg !== "caller") return;
    known.hold = 0;
    note(known, event, wall, "resumed");
  },
  IdentityChecked: (known, event) => {
    if (event.verified) known.verified = event.method;
  },
  TransferAgreed: (known, event) => {
    known.told = event.briefing;
  },
  RecordingPaused: (known, event, wall) => {
    known.recording = { paused: wall };
    note(known, event, wall, "recordingPaused");
  },
  RecordingResumed: (known, event, wall) => {
    known.recording = null;
    note(known, event, wall, "recordingResumed");
  },
  CallEnded: (known, event, wall) => {
    Object.assign(known, { ended: true, hold: 0, speaking: new Map() });
    note(known, event, wall, "ended");
  },
  SummaryDrafted: (known) => {
    known.drafted += 1;
  },
};

function speaks(known, event, text) {
  known.speaking = new Map(known.speaking).set(event.utterance_id, { speaker: event.speaker, text });
}

function said(known, event, speaker, text, cut) {
  if (known.speaking.has(event.utterance_id)) {
    known.speaking = new Map(known.speaking);
    known.speaking.delete(event.utterance_id);
  }
  if (!text.trim() || known.said.has(event.utterance_id)) return;
  const at = known.origin + event.start_ms;
  const turn = { id: event.utterance_id, speaker, text, cut, at, time: clockTime(at), fixes: [] };
  known.turns = [...known.turns, turn];
  known.said = new Map(known.said).set(turn.id, turn);
}

function note(known, event, wall, what, leg = "") {
  known.turns = [...known.turns, { id: `note-${event.sequence}`, note: what, leg, at: wall, time: clockTime(wall) }];
}
