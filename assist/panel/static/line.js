// A WebSocket that is opened again when it is lost, later and later, and at once when the network is back.

import { ask, Problem } from "/pages/session.js";
import { setClock } from "./clock.js";

const FIRST_MS = 500;
const LONGEST_MS = 15_000;
const SILENCE_MS = 20_000; // After which it is asked whether the service is still there.
const PATIENCE_MS = 8_000;
const SIGNED_OUT = 4401;
const FORBIDDEN = 4403;

export class Line {
  #socket = null;
  #timer = 0;
  #pulse = 0;
  #tries = 0;
  #closed = false;

  // `address()`: where to, at each opening. `asked`: what to ask where it is refused. `heard(message)`, `changed(state, detail)`: "open",
  // "lost" with the time of the next try, or "refused" with the problem in words.
  constructor(address, asked, heard, changed) {
    this.address = address;
    this.asked = asked;
    this.heard = heard;
    this.changed = changed;
    this.retry = () => this.#soon(0);
    this.cut = () => this.#lost();
    addEventListener("online", this.retry);
    addEventListener("offline", this.cut);
    this.#open();
  }

  close() {
    this.#closed = true;
    removeEventListener("online", this.retry);
    removeEventListener("offline", this.cut);
    this.#drop();
  }

  #open() {
    this.#drop();
    const url = new URL(this.address(), location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    let opened = false;
    this.#socket = socket;
    socket.addEventListener("open", () => {
      opened = true;
      this.changed("open");
      this.#listen();
      setClock();
    });
    socket.addEventListener("message", ({ data }) => {
      this.#tries = 0;
      this.#listen();
      this.heard(JSON.parse(data));
    });
    socket.addEventListener("close", ({ code, reason }) => {
      if (this.#socket === socket) this.#over(code, reason, opened);
    });
  }

  #over(code, reason, opened) {
    if (code === SIGNED_OUT) return signInAgain();
    this.#lost(!opened);
    if (code === FORBIDDEN) this.#refused(new Problem(403, reason));
    return undefined;
  }

  #refused(problem) {
    this.#drop();
    this.changed("refused", problem);
  }

  async #lost(neverOpened = false) {
    this.#drop();
    if (this.#closed) return;
    const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#tries) * (0.8 + 0.4 * Math.random());
    this.#tries += 1;
    this.changed("lost", Date.now() + wait);
    this.#soon(wait);
    if (neverOpened && navigator.onLine) await this.#why();
  }

  // A browser does not say why a WebSocket was refused; an ordinary question does.
  async #why() {
    try {
      await ask("GET", this.asked);
    } catch (error) {
      if (this.#closed || !(error instanceof Problem)) return;
      if (error.status === 401) signInAgain();
      if (error.status === 403) this.#refused(error);
    }
  }

  #soon(ms) {
    clearTimeout(this.#timer);
    if (this.#closed || (this.#socket && this.#socket.readyState <= WebSocket.OPEN)) return;
    this.#timer = setTimeout(() => this.#open(), ms);
  }

  // A network that went away without a word is found out by asking.
  #listen() {
    clearTimeout(this.#pulse);
    this.#pulse = setTimeout(async () => {
      const socket = this.#socket;
      try {
        await ask("GET", "/api/v1/session", undefined, { signal: AbortSignal.timeout(PATIENCE_MS) });
        if (this.#socket === socket && !this.#closed) this.#listen();
      } catch (error) {
        if (this.#socket !== socket || this.#closed) return;
        if (error.status === 401) signInAgain();
        else this.#lost();
      }
    }, SILENCE_MS);
  }

  #drop() {
    clearTimeout(this.#timer);
    clearTimeout(this.#pulse);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}

function signInAgain() {
  location.replace(`/sign-in?to=${encodeURIComponent(location.pathname)}`);
}
