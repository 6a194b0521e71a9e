// The time by the service's clock, since that is what calls, offers and wrap-ups are timed by.

import { useEffect, useState } from "/pages/vendor/preact-htm.js";
import { language } from "./words.js";

const SMALLEST_MS = 2000; // The Date header counts whole seconds: less cannot be told from the way there.

let aheadMs = 0;

export function now() {
  return Date.now() + aheadMs;
}

export async function setClock() {
  try {
    const asked = Date.now();
    const answer = await fetch("/agent/agent.css", { method: "HEAD", cache: "no-store" });
    const there = Date.parse(answer.headers.get("Date") ?? "");
    const ahead = there + 500 - (asked + Date.now()) / 2;
    if (Number.isFinite(ahead)) aheadMs = Math.abs(ahead) < SMALLEST_MS ? 0 : ahead;
  } catch {
    // The clock of this machine has to do until the network is back.
  }
}

// Draws a component again every so often, while it is seen.
export function useNow(everyMs = 1000) {
  const [, draw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => draw((count) => count + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now();
}

// "03:12", and "1:03:12" from an hour on.
export function lasting(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pair = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  const tail = `${pair(minutes % 60)}:${pair(seconds % 60)}`;
  return minutes < 60 ? tail : `${Math.floor(minutes / 60)}:${tail}`;
}

export function clockTime(ms) {
  const parts = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat(language(), parts).format(ms);
}
