// Soft sounds under 150 ms, one for each of offer, whisper and alert; each can be off.

import { settings } from "./settings.js";

const SOUNDS = {
  offer: { setting: "soundOffer", hz: [523, 784] },
  whisper: { setting: "soundWhisper", hz: [880] },
  alert: { setting: "soundAlert", hz: [392, 330] },
};
const LENGTH_S = 0.14;
const LOUDNESS = 0.06;

let context = null;

export function sound(name) {
  const { setting, hz } = SOUNDS[name];
  if (!settings.value[setting] || !navigator.userActivation?.hasBeenActive) return;
  context ??= new AudioContext();
  const step = LENGTH_S / hz.length;
  hz.forEach((frequency, index) => {
    const start = context.currentTime + index * step;
    const tone = new OscillatorNode(context, { frequency });
    const level = new GainNode(context, { gain: 0 });
    level.gain.setValueAtTime(0, start);
    level.gain.linearRampToValueAtTime(LOUDNESS, start + 0.01);
    level.gain.linearRampToValueAtTime(0, start + step);
    tone.connect(level).connect(context.destination);
    tone.start(start);
    tone.stop(start + step);
  });
}
