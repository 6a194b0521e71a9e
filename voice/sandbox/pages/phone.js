// The telephone's page: the company says how things stand, the page shows it, and says what the person does.
// Whatever comes from outside is put into the page as text, never as markup.

import { Sound } from "./sound.js";

const OPENED_ELSEWHERE = 4001;
const COMPANY_CLOSED = 1001;
const RETRY_MS = 1000;
const RING_EVERY_MS = 3000;
const SETTLE_MS = 600; // after the end of a call nobody dials by a click that was meant to hang up

const it = Object.fromEntries([...document.querySelectorAll("[id]")].map((element) => [element.id, element]));
const keypad = [...it.keypad.querySelectorAll("button")];

let socket = null;
let phone = { title: "Telephone", address: "", calls: "", lines: [], can_say_text: false };
let standing = null; // as the company last said it
let away = ""; // why the company cannot be reached, and what to do
let preparing = false; // the microphone is being asked for
let answering = false; // the company has not yet said that the call is answered
let endedAt = -SETTLE_MS;
let talkingSince = 0;
let ringing = null;

const sound = new Sound({
  onFrame: (frame) => {
    if (standing?.state === "talking" && socket?.readyState === WebSocket.OPEN) socket.send(frame);
  },
  onReport: showReport,
});

// What is said in each state: the words, what comes next, the main action and the other one.
const STATES = {
  idle: () => ({
    words: "No call",
    next: phone.calls ? `${phone.calls} is called by the button below.` : atRest(),
    actions: [startAction()],
  }),
  ended: () => ({ words: "The call is over", next: standing.why, actions: [startAction()] }),
  calling: () => ({
    words: `Calling ${phone.calls || standing.other}`,
    next: "It has not been answered yet.",
    actions: [ACTIONS.hangUp],
  }),
  ringing: () => ({
    words: "Ringing",
    next: `${standing.other} is calling you.`,
    actions: [ACTIONS.answer, ACTIONS.decline],
  }),
  talking: () => ({
    words: `In a call with ${standing.other}`,
    next: ears(),
    actions: sound.isOn ? [ACTIONS.hangUp, muteAction()] : [ACTIONS.soundOn, ACTIONS.hangUp],
  }),
};

const ACTIONS = {
  call: { label: () => `Call ${phone.calls}`, primary: true, act: call },
  getReady: { label: () => "Get ready to answer", primary: true, act: getReady },
  ready: { label: () => "Ready: it will ring here", disabled: true, act: () => {} },
  answer: { label: () => "Answer", primary: true, act: answer },
  decline: { label: () => "Decline", act: () => tell({ do: "decline" }) },
  hangUp: { label: () => "Hang up", act: () => tell({ do: "hang-up" }) },
  soundOn: { label: () => "Turn the sound on", primary: true, act: turnSoundOn },
  mute: { label: () => "Mute", pressed: false, act: mute },
  unmute: { label: () => "Muted", pressed: true, act: mute },
};

function startAction() {
  if (phone.calls) return ACTIONS.call;
  return sound.isOn ? ACTIONS.ready : ACTIONS.getReady;
}

function muteAction() {
  return sound.muted ? ACTIONS.unmute : ACTIONS.mute;
}

function atRest() {
  return sound.isOn ? "When a call comes, it rings here." : "To hear it ring, and to be asked for the microphone now, get ready.";
}

function ears() {
  if (!sound.isOn) return "The sound of this page is off.";
  if (!sound.hasMicrophone) return "You hear the other end; there is no microphone.";
  return sound.muted ? "You are muted: the other end does not hear you." : "You hear each other.";
}

// What the person does.

async function call() {
  if (performance.now() - endedAt < SETTLE_MS) return;
  preparing = true;
  show();
  await turnSoundOn();
  preparing = false;
  tell({ do: "call" });
  show();
}

function answer() {
  answering = true;
  tell({ do: "answer" });
  turnSoundOn();
}

async function getReady() {
  await turnSoundOn();
  if (standing.state !== "talking") sound.rest();
  show();
}

async function turnSoundOn() {
  try {
    await sound.turnOn();
    const why = await sound.listen();
    remark(why && `${why} Below you can play a sentence, or type one.`);
    if (why) it.without.open = true;
  } catch (error) {
    remark(`The sound cannot be turned on (${error.name}).`);
  }
  if (!preparing && !answering && !isInCall()) sound.rest();
  show();
}

function mute() {
  sound.muted = !sound.muted;
  show();
}

function press(key) {
  if (standing?.state !== "talking") return;
  tell({ do: "press", key });
  const button = keypad.find((one) => one.dataset.key === key);
  button.classList.add("pressed");
  setTimeout(() => button.classList.remove("pressed"), 150);
}

function act(button, event) {
  if (event.detail > 1) return; // the second click of two is meant for what was there before
  const action = button === it.main ? shown()[0] : shown()[1];
  action?.act();
}

function onKey(event) {
  if (!it.shortcuts.checked || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.closest("input[type=text], select") !== null) return;
  if ("0123456789*#".includes(event.key) && event.key.length === 1) {
    press(event.key);
    event.preventDefault();
  } else if (standing?.state === "ringing" && event.key === "Escape") {
    tell({ do: "decline" });
  } else if (standing?.state === "ringing" && event.key === "Enter" && event.target.closest("button, summary") === null) {
    event.preventDefault();
    answer();
  }
}

// What is shown.

function shown() {
  return standing === null || away !== "" ? [] : STATES[standing.state]().actions;
}

function isInCall() {
  return ["talking", "calling"].includes(standing?.state);
}

function show() {
  const now = standing === null ? { words: "Connecting to the telephone company", next: "One moment." } : STATES[standing.state]();
  if (away !== "") [now.words, now.next] = ["Not connected", away];
  else if (preparing) [now.words, now.next] = ["Waiting for the microphone", "The browser asks you whether this page may use it."];
  put(it.words, now.words);
  put(it.next, now.next);
  it.live.hidden = away !== "" || !["ringing", "talking"].includes(standing?.state);
  document.title = `${now.words} – ${phone.title}`;
  document.body.dataset.state = away !== "" ? "away" : (standing?.state ?? "connecting");
  const [main, other] = shown();
  showAction(it.main, preparing ? { ...main, disabled: true } : main, true);
  showAction(it.other, other, false);
  put(it.keys, [...(standing?.keys ?? "")].join(" "));
  for (const button of keypad) button.setAttribute("aria-disabled", String(standing?.state !== "talking" || away !== ""));
  showOffer();
  showTime();
}

function showAction(button, action, stays) {
  button.hidden = action === undefined && !stays;
  button.disabled = action === undefined || action.disabled === true;
  if (action === undefined) return;
  put(button, action.label());
  button.classList.toggle("primary", action.primary === true);
  if (action.pressed === undefined) button.removeAttribute("aria-pressed");
  else button.setAttribute("aria-pressed", String(action.pressed));
}

function showOffer() {
  it.offer.hidden = phone.calls !== "";
  const words = standing?.offer ?? [];
  const lines = words.length > 0 ? words : ["When a call is offered, what it is about stands here."];
  const before = [...it["offer-words"].children].map((item) => item.textContent);
  if (before.join("\n") === lines.join("\n")) return;
  it["offer-words"].replaceChildren(
    ...lines.map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      if (words.length === 0) item.className = "quiet";
      return item;
    }),
  );
}

function showTime() {
  const seconds = Math.max(0, Math.floor((performance.now() - talkingSince) / 1000));
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  put(it.time, standing?.state === "talking" ? text : "");
}

function showReport(report) {
  showLevel(it.heard, report.heardFrames, report.heardRms);
  showLevel(it.said, report.saidFrames, report.saidRms);
  put(it.late, `${report.lateMs} ms`);
  put(it.dropped, `${report.droppedMs} ms`);
  put(it.waiting, `${report.waitingMs} ms`);
}

function showLevel(place, frames, rms) {
  place.dataset.rms = rms.toFixed(4);
  place.dataset.frames = frames;
  if (frames === 0) put(place, "nothing yet");
  else put(place, `${(frames / 50).toFixed(1)} s, loudest ${rms > 0 ? `${(20 * Math.log10(rms)).toFixed(0).replace("-", "−")} dB` : "silence"}`);
}

function remark(text) {
  put(it.remark, text);
}

// A text that is there already is not said again by a screen reader.
function put(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

// What the company says.

const TOLD = {
  introduction: (told) => {
    phone = told;
    put(it.title, told.title);
    put(it.address, told.address);
    it["line-form"].hidden = told.lines.length === 0;
    it["text-form"].hidden = !told.can_say_text;
    it.without.hidden = told.lines.length === 0 && !told.can_say_text;
    fillLines(told.lines);
  },
  standing: (told) => {
    const before = standing?.state;
    standing = told;
    if (before !== told.state) entered(before, told);
  },
  remark: (told) => remark(told.text),
};

function entered(before, told) {
  answering = false;
  if (told.state === "talking") talkingSince = performance.now() - told.for_ms;
  if (told.state === "ended" && before !== undefined) endedAt = performance.now();
  if (["ringing", "calling", "talking"].includes(told.state) && ["idle", "ended", "ringing", "calling"].includes(before)) {
    if (told.state === "talking") sound.reset();
    else remark("");
  }
  if (told.state === "ended") {
    sound.rest();
    sound.muted = false;
  }
  clearInterval(ringing);
  if (told.state === "ringing") {
    sound.ring();
    ringing = setInterval(() => sound.ring(), RING_EVERY_MS);
  }
}

function fillLines(lines) {
  const groups = new Map();
  lines.forEach((line, index) => {
    if (!groups.has(line.group)) {
      const group = document.createElement("optgroup");
      group.label = line.group;
      groups.set(line.group, group);
    }
    groups.get(line.group).append(new Option(line.text, String(index)));
  });
  it.lines.replaceChildren(...[...groups].flatMap(([name, group]) => (name === "" ? [...group.children] : [group])));
}

function tell(message) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

function connect() {
  const address = new URL("line", location.href);
  address.protocol = "ws:";
  socket = new WebSocket(address);
  socket.binaryType = "arraybuffer";
  socket.onmessage = ({ data }) => {
    if (data instanceof ArrayBuffer) {
      sound.play(data);
      return;
    }
    away = "";
    const told = JSON.parse(data);
    TOLD[told.tell]?.(told);
    show();
  };
  socket.onclose = ({ code }) => {
    clearInterval(ringing);
    if (code === OPENED_ELSEWHERE) away = "This telephone was opened on another page. Reload this one to use it here.";
    else if (code === COMPANY_CLOSED) away = "The telephone company has closed. Start it again, and open the address that it prints.";
    else away = "The telephone company does not answer. This page tries again every second.";
    if (code !== OPENED_ELSEWHERE && code !== COMPANY_CLOSED) setTimeout(connect, RETRY_MS);
    else sound.rest();
    show();
  };
}

it.main.addEventListener("click", (event) => act(it.main, event));
it.other.addEventListener("click", (event) => act(it.other, event));
it.keypad.addEventListener("click", ({ target }) => {
  const key = target.closest("button")?.dataset.key;
  if (key !== undefined) press(key);
});
it["line-form"].addEventListener("submit", (event) => {
  event.preventDefault();
  if (standing?.state === "talking") tell({ do: "say-line", line: Number(it.lines.value) });
  else remark("There is no call in which it could be said.");
});
it["text-form"].addEventListener("submit", (event) => {
  event.preventDefault();
  if (standing?.state === "talking") tell({ do: "say-text", text: it.text.value });
  else remark("There is no call in which it could be said.");
});
document.addEventListener("keydown", onKey);
setInterval(showTime, 500);
connect();
