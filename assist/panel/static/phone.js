// The agent's phone: one interface, whatever it is. Today it is the telephone on their desk, which this page
// does not touch: it learns from the desk's stream how the call stands, and says what to do by hand.

import { Store } from "./store.js";
import { say } from "./words.js";

// What every phone has: `store` ({state: "idle" | "ringing" | "talking" | "held", muted}), `follow(shown)`,
// `answer(transfer)`, `decline(transfer)`, and for mute, keys and hang-up a reason why the page cannot (empty: it can).
export class OwnTelephone {
  store = new Store({ state: "idle", muted: false });

  constructor(desk) {
    this.desk = desk;
  }

  follow(shown) {
    const call = shown?.call;
    const ringing = Boolean(shown?.offer) || call?.with_whom === "ringing";
    const talking = call?.on_hold ? "held" : "talking";
    const muted = Boolean(call?.members?.find(({ leg }) => leg === "agent")?.muted);
    this.store.set({ state: call && !ringing ? talking : ringing ? "ringing" : "idle", muted });
  }

  answer(transfer) {
    return this.desk.answer(transfer, "accept");
  }

  decline(transfer) {
    return this.desk.answer(transfer, "decline");
  }

  get cannotMute() {
    return say("telephoneMutes");
  }

  get cannotDial() {
    return say("telephoneDials");
  }

  get cannotHangUp() {
    return say("telephoneHangsUp");
  }

  mute() {}

  dial() {}

  hangUp() {}
}
