// The sound of the telephone on the audio thread: the microphone out as frames of 20 ms at 8 kHz, what is
// heard in, through a buffer that never waits: silence where nothing is there in time.

import { Resampler } from "./resampler.js";

const TELEPHONE_HZ = 8000;
const FRAME = 160;
const TARGET = 4; // frames that wait before the first is played, and again after a gap
const MOST = 15; // what waits longer than 300 ms is thrown away
const WINDOW = 100; // frames in which the buffer must have been longer than the target to lose one
const REPORT_FRAMES = 25;
const SILENCE = new Float32Array(FRAME);

class PhoneSound extends AudioWorkletProcessor {
  constructor() {
    super();
    this.down = new Resampler(sampleRate, TELEPHONE_HZ);
    this.up = new Resampler(TELEPHONE_HZ, sampleRate);
    this.said = new Float32Array(0);
    this.waiting = [];
    this.ready = new Float32Array(0);
    this.open = true;
    this.reset();
    this.port.onmessage = ({ data }) => this.take(data);
  }

  take(data) {
    if (data instanceof ArrayBuffer) {
      this.waiting.push(fromInt16(new Int16Array(data)));
      if (this.waiting.length > MOST) this.drop(this.waiting.length - TARGET);
    } else if (data.do === "reset") {
      this.reset();
    } else if (data.do === "close") {
      this.open = false;
    }
  }

  reset() {
    this.waiting.length = 0;
    this.filling = true;
    this.popped = 0;
    this.fewest = MOST;
    this.sinceReport = 0;
    this.report = { heardFrames: 0, heardRms: 0, saidFrames: 0, saidRms: 0, lateMs: 0, droppedMs: 0, waitingMs: 0 };
  }

  process(inputs, outputs) {
    const microphone = inputs[0][0];
    if (microphone !== undefined) this.capture(microphone);
    this.play(outputs[0][0]);
    return this.open;
  }

  capture(samples) {
    this.said = joined(this.said, this.down.push(samples));
    while (this.said.length >= FRAME) {
      const frame = this.said.subarray(0, FRAME);
      this.report.saidFrames += 1;
      this.report.saidRms = Math.max(this.report.saidRms, rms(frame));
      const bytes = toInt16(frame).buffer;
      this.port.postMessage(bytes, [bytes]);
      this.said = this.said.slice(FRAME);
    }
  }

  play(output) {
    while (this.ready.length < output.length) this.ready = joined(this.ready, this.up.push(this.next()));
    output.set(this.ready.subarray(0, output.length));
    this.ready = this.ready.slice(output.length);
  }

  next() {
    this.sinceReport += 1;
    if (this.sinceReport >= REPORT_FRAMES) {
      this.sinceReport = 0;
      this.port.postMessage({ ...this.report, waitingMs: this.waiting.length * 20 });
    }
    if (this.filling && this.waiting.length < TARGET) return SILENCE;
    if (this.filling) [this.filling, this.popped, this.fewest] = [false, 0, MOST];
    if (this.waiting.length === 0) {
      this.filling = true;
      this.report.lateMs += 20;
      return SILENCE;
    }
    this.popped += 1;
    this.fewest = Math.min(this.fewest, this.waiting.length);
    if (this.popped >= WINDOW) {
      if (this.fewest > TARGET) this.drop(1);
      [this.popped, this.fewest] = [0, MOST];
    }
    const frame = this.waiting.shift();
    this.report.heardFrames += 1;
    this.report.heardRms = Math.max(this.report.heardRms, rms(frame));
    return frame;
  }

  drop(count) {
    this.waiting.splice(0, count);
    this.report.droppedMs += count * 20;
  }
}

function joined(left, right) {
  const both = new Float32Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}

function rms(samples) {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / samples.length);
}

function fromInt16(samples) {
  return Float32Array.from(samples, (sample) => sample / 32768);
}

function toInt16(samples) {
  return Int16Array.from(samples, (sample) => Math.max(-32768, Math.min(32767, Math.round(sample * 32768))));
}

registerProcessor("phone-sound", PhoneSound);
