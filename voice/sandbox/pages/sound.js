// The browser's microphone and loudspeaker, joined to the audio worklet. Both are asked for on a click only.

const EARCON_HZ = [660, 880];
const EARCON_S = 0.12;

export class Sound {
  constructor({ onFrame, onReport }) {
    this.onFrame = onFrame;
    this.onReport = onReport;
    this.context = null;
    this.node = null;
    this.stream = null;
    this.source = null;
    this.muted = false;
  }

  get isOn() {
    return this.context !== null && this.context.state === "running";
  }

  get hasMicrophone() {
    return this.stream !== null;
  }

  // The loudspeaker. To be called from a click or a key.
  async turnOn() {
    if (this.context === null) {
      this.context = new AudioContext({ latencyHint: "interactive" });
      this.ready = this.join();
    }
    await Promise.all([this.context.resume(), this.ready]);
  }

  // The microphone. Why there is none, in words; empty when there is one.
  async listen() {
    if (this.stream !== null) return "";
    if (navigator.mediaDevices === undefined) return "This browser gives no microphone to pages like this one.";
    try {
      const wanted = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: wanted });
    } catch (error) {
      return whyNoMicrophone(error);
    }
    this.source = this.context.createMediaStreamSource(this.stream);
    this.source.connect(this.node);
    return "";
  }

  // Gives the microphone back, so that the browser shows that nobody listens.
  rest() {
    this.source?.disconnect();
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.source = this.stream = null;
  }

  reset() {
    this.node?.port.postMessage({ do: "reset" });
  }

  play(frame) {
    if (this.isOn) this.node?.port.postMessage(frame, [frame]);
  }

  // Two soft notes, shorter than 150 ms each: it rings.
  ring() {
    if (!this.isOn) return;
    EARCON_HZ.forEach((hz, index) => {
      const from = this.context.currentTime + 0.02 + index * 0.16;
      const tone = new OscillatorNode(this.context, { frequency: hz });
      const level = new GainNode(this.context, { gain: 0 });
      level.gain.setValueAtTime(0, from);
      level.gain.linearRampToValueAtTime(0.12, from + 0.03);
      level.gain.linearRampToValueAtTime(0, from + EARCON_S);
      tone.connect(level).connect(this.context.destination);
      tone.start(from);
      tone.stop(from + EARCON_S);
    });
  }

  async join() {
    await this.context.audioWorklet.addModule("phone-worklet.js");
    this.node = new AudioWorkletNode(this.context, "phone-sound", {
      numberOfInputs: 1,
      numberOfOutputs: 1,
      outputChannelCount: [1],
      channelCount: 1,
      channelCountMode: "explicit",
    });
    this.node.port.onmessage = ({ data }) => {
      if (!(data instanceof ArrayBuffer)) this.onReport(data);
      else if (!this.muted) this.onFrame(data);
    };
    this.node.connect(this.context.destination);
  }
}

function whyNoMicrophone(error) {
  switch (error.name) {
    case "NotFoundError":
      return "This machine has no microphone.";
    case "NotAllowedError":
      return "This page may not use the microphone: allow it beside the page's address, then call again.";
    case "NotReadableError":
      return "The microphone cannot be opened: another program may be using it.";
    default:
      return `The microphone cannot be used (${error.name}).`;
  }
}
