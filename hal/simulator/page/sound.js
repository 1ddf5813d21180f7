// The browser's microphone and loudspeaker as the phone's, over the stream.

const soundHeaderBytes = 8;
const microphoneKind = 4;

export class Sound {
  /** @type {AudioContext | undefined} */ #context;
  /** @type {AudioWorkletNode | undefined} */ #loudspeaker;
  /** @type {MediaStream | undefined} */ #stream;
  #door;
  #levelChanged;

  /**
   * @param {import('./door.js').Door} door
   * @param {(place: 'microphone' | 'loudspeaker', peak: number) => void} levelChanged
   */
  constructor(door, levelChanged) {
    this.#door = door;
    this.#levelChanged = levelChanged;
  }

  get on() {
    return this.#context !== undefined;
  }

  /**
   * Must come from a click. Answers with what could not be had, in words, or with nothing.
   * @param {number} rateHz
   * @returns {Promise<string | undefined>}
   */
  async start(rateHz) {
    const context = new AudioContext({ latencyHint: 'interactive' });
    this.#context = context;
    await context.audioWorklet.addModule('/loudspeaker-worklet.js');
    await context.audioWorklet.addModule('/microphone-worklet.js');
    await context.resume();
    this.#startLoudspeaker(context);
    const refused = await this.#startMicrophone(context, rateHz);
    this.announce();
    return refused;
  }

  async stop() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    const context = this.#context;
    this.#context = undefined;
    this.#loudspeaker = undefined;
    this.#stream = undefined;
    this.announce();
    this.#levelChanged('microphone', 0);
    this.#levelChanged('loudspeaker', 0);
    await context?.close();
  }

  /** Tells the panel what this page wants; again after the stream was lost. */
  announce() {
    this.#door.send({ type: 'audio', on: this.on });
    this.#door.send({ type: 'microphone', on: this.#stream !== undefined });
  }

  /** A binary message of kind 2 or 3, see stream-format.md. @param {DataView} view */
  play(view) {
    const samples = new Int16Array(view.buffer.slice(view.byteOffset + soundHeaderBytes));
    const message = { place: view.getUint8(0) - 2, rateHz: view.getUint32(4, true), samples };
    this.#loudspeaker?.port.postMessage(message, [samples.buffer]);
  }

  /** @param {AudioContext} context */
  #startLoudspeaker(context) {
    const node = new AudioWorkletNode(context, 'loudspeaker', { numberOfInputs: 0, outputChannelCount: [2] });
    node.port.onmessage = ({ data }) => this.#levelChanged('loudspeaker', data.peak);
    node.connect(context.destination);
    this.#loudspeaker = node;
  }

  /** @param {AudioContext} context @param {number} rateHz */
  async #startMicrophone(context, rateHz) {
    try {
      // The browser knows what its own loudspeaker plays; the rest is the phone's to do.
      const audio = { echoCancellation: true, noiseSuppression: false, autoGainControl: false };
      this.#stream = await navigator.mediaDevices.getUserMedia({ audio });
    } catch (error) {
      return error instanceof DOMException && error.name === 'NotAllowedError'
        ? 'The browser does not allow the microphone. You hear, but are not heard.'
        : 'No microphone was found. You hear, but are not heard.';
    }
    const node = new AudioWorkletNode(context, 'microphone', { numberOfOutputs: 0, processorOptions: { rateHz } });
    node.port.onmessage = ({ data }) => {
      this.#levelChanged('microphone', data.peak);
      this.#door.send(chunk(data.samples, rateHz));
    };
    context.createMediaStreamSource(this.#stream).connect(node);
    return undefined;
  }
}

/** @param {Int16Array} samples @param {number} rateHz */
function chunk(samples, rateHz) {
  const message = new ArrayBuffer(soundHeaderBytes + samples.length * 2);
  const view = new DataView(message);
  view.setUint8(0, microphoneKind);
  view.setUint32(4, rateHz, true);
  for (const [index, sample] of samples.entries()) view.setInt16(soundHeaderBytes + index * 2, sample, true);
  return message;
}
