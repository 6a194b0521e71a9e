// Changes of sample rate of a stream, by a windowed sinc. One stream, one object: its state crosses the seams.

const ZERO_CROSSINGS = 12;
const STEPS = 256; // of the kernel between two zero crossings
const ROLL_OFF = 0.92; // of the lower rate's half, where the filter begins to close

const KERNEL = kernel();

export class Resampler {
  constructor(fromHz, toHz) {
    this.ratio = fromHz / toHz;
    this.scale = Math.min(1, toHz / fromHz) * ROLL_OFF;
    this.reach = Math.ceil(ZERO_CROSSINGS / this.scale);
    this.input = new Float32Array(this.reach); // silence before the first sample
    this.at = this.reach; // where the next output lies, in samples of `input`
  }

  // The samples that are ready, which may be none yet.
  push(samples) {
    const input = new Float32Array(this.input.length + samples.length);
    input.set(this.input);
    input.set(samples, this.input.length);
    const count = Math.max(0, Math.ceil((input.length - this.reach - this.at) / this.ratio));
    const output = new Float32Array(count);
    for (let index = 0; index < count; index += 1) output[index] = this.sample(input, this.at + index * this.ratio);
    this.at += count * this.ratio;
    const spent = Math.max(0, Math.min(input.length, Math.floor(this.at) - this.reach));
    this.input = input.slice(spent);
    this.at -= spent;
    return output;
  }

  sample(input, at) {
    const first = Math.max(0, Math.ceil(at - this.reach));
    const last = Math.min(input.length - 1, Math.floor(at + this.reach));
    let sum = 0;
    for (let index = first; index <= last; index += 1) {
      const place = Math.abs(at - index) * this.scale * STEPS;
      const below = Math.floor(place);
      if (below + 1 >= KERNEL.length) continue;
      sum += input[index] * (KERNEL[below] + (KERNEL[below + 1] - KERNEL[below]) * (place - below));
    }
    return sum * this.scale;
  }
}

function kernel() {
  const size = ZERO_CROSSINGS * STEPS + 2;
  const values = new Float32Array(size);
  for (let index = 0; index < size; index += 1) {
    const x = index / STEPS;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    const part = Math.min(1, x / ZERO_CROSSINGS);
    values[index] = sinc * (0.42 + 0.5 * Math.cos(Math.PI * part) + 0.08 * Math.cos(2 * Math.PI * part));
  }
  return values;
}
