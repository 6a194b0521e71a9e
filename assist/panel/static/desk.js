// The agent's desk: who they are, and the newest picture of their queues, offer, call and wrap-up.

import { ask, required } from "/pages/session.js";
import { now, setClock } from "./clock.js";
import { heard, lineChanged } from "./connection.js";
import { Line } from "./line.js";
import { Store } from "./store.js";

export class Desk {
  // `problem`: why there is no desk: {status, text}. `briefings`: of the calls offered since this page was opened.
  store = new Store({ me: null, shown: null, problem: null, agents: [], queues: [], briefings: {} });

  async open() {
    try {
      const session = await required();
      if (!session.agent) return this.store.set({ problem: { status: 403, text: "" } });
      const [me] = await Promise.all([ask("GET", "/api/v1/me"), setClock()]);
      this.store.set({ me });
      heard();
    } catch (error) {
      this.store.set({ problem: { status: error.status ?? 0, text: error.message } });
      if (!error.status || error.status >= 500) setTimeout(() => this.#again(), 3000);
      return undefined;
    }
    this.line = new Line(
      () => "/api/v1/me/stream",
      "/api/v1/me",
      (message) => this.#heard(message),
      (state, detail) => this.#changed(state, detail),
    );
    return undefined;
  }

  async presence(presence) {
    const shown = await ask("POST", "/api/v1/me/presence", { presence });
    const before = this.store.value.shown ?? this.store.value.me;
    this.store.set({ shown: { ...before, ...shown } });
  }

  answer(transfer, answer) {
    return ask("POST", `/api/v1/offers/${encodeURIComponent(transfer)}/${answer}`);
  }

  // Whom a call can be passed to, as they are now.
  async directory() {
    const [agents, queues] = await Promise.all([ask("GET", "/api/v1/agents"), ask("GET", "/api/v1/queues")]);
    this.store.set({ agents, queues });
  }

  #again() {
    this.store.set({ problem: null });
    this.open();
  }

  #heard(message) {
    if (message.type !== "desk") return;
    heard();
    const { offer } = message;
    const briefings = { ...this.store.value.briefings };
    if (offer) briefings[offer.call] = offer.briefing;
    for (const call of Object.keys(briefings)) {
      if (![offer?.call, message.call?.call, message.wrap_up?.call].includes(call)) delete briefings[call];
    }
    this.store.set({ shown: { ...message, seen: now() }, briefings });
  }

  #changed(state, detail) {
    if (state === "refused") this.store.set({ problem: { status: detail.status, text: detail.message } });
    lineChanged("desk", state, detail);
  }
}
