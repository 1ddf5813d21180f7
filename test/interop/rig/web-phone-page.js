// The program of a page that is a phone: sip.js over WebSocket, Chromium's WebRTC, and an ear that hands out what arrives.

import { Inviter, Registerer, SessionState, UserAgent, Web } from 'sip.js';

const longestSound = 16_384;
// As it is in the file that plays the microphone.
const asSpoken = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

class WebPhone {
  #agent;
  #session;
  #ear;

  async register({ server, user, password, domain, whistleHz }) {
    this.#agent = new UserAgent({
      uri: UserAgent.makeURI(`sip:${user}@${domain}`),
      authorizationUsername: user,
      authorizationPassword: password,
      transportOptions: { server },
      sessionDescriptionHandlerFactory: Web.defaultSessionDescriptionHandlerFactory(
        whistleHz === undefined ? undefined : () => whistle(whistleHz),
      ),
      sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers: [] } },
      logBuiltinEnabled: false,
      delegate: { onInvite: (invitation) => this.#take(invitation) },
    });
    await this.#agent.start();
    const registerer = new Registerer(this.#agent);
    const registered = new Promise((resolve) => registerer.stateChange.addListener(resolve));
    await registerer.register();
    return await registered;
  }

  async call(target) {
    const inviter = new Inviter(this.#agent, UserAgent.makeURI(target), {
      sessionDescriptionHandlerOptions: { constraints: { audio: asSpoken } },
    });
    this.#take(inviter);
    await inviter.invite();
  }

  async answer() {
    await this.#session.accept({ sessionDescriptionHandlerOptions: { constraints: { audio: asSpoken } } });
  }

  /** Until the other side has answered the new offer. */
  async hold(hold) {
    const answered = new Promise((resolve) => {
      this.#session.invite({
        sessionDescriptionHandlerOptions: { hold },
        requestDelegate: { onAccept: () => resolve('accepted'), onReject: () => resolve('rejected') },
      });
    });
    return await answered;
  }

  async hangUp() {
    await this.#session.bye();
  }

  get state() {
    return this.#session?.state ?? 'None';
  }

  /** What the connection itself says of its way and its keys. */
  async connection() {
    const reports = [...(await this.#peerConnection.getStats()).values()];
    const find = (wanted, type) => reports.find((report) => report.type === type && wanted(report));
    const transport = find(() => true, 'transport');
    const inbound = find(() => true, 'inbound-rtp');
    return {
      ice: this.#peerConnection.iceConnectionState,
      dtls: transport?.dtlsState,
      cipher: transport?.srtpCipher,
      codec: find(({ id }) => id === inbound?.codecId, 'codec')?.mimeType,
    };
  }

  /** The last third of a second, as 16-bit samples. */
  async hear() {
    this.#ear ??= await this.#listen();
    const samples = new Float32Array(longestSound);
    this.#ear.getFloatTimeDomainData(samples);
    return { sampleRateHz: this.#ear.context.sampleRate, samples: Array.from(samples, (each) => Math.round(each * 32_767)) };
  }

  get #peerConnection() {
    return this.#session.sessionDescriptionHandler.peerConnection;
  }

  #take(session) {
    this.#session = session;
    this.#ear = undefined;
    session.stateChange.addListener((state) => {
      if (state === SessionState.Terminated) this.#ear?.context.close();
    });
  }

  async #listen() {
    const stream = this.#session.sessionDescriptionHandler.remoteMediaStream;
    // Chromium decodes nothing for an AudioContext alone.
    const player = new Audio();
    player.srcObject = stream;
    player.muted = true;
    await player.play();
    const context = new AudioContext({ sampleRate: 48_000 });
    const ear = new AnalyserNode(context, { fftSize: longestSound });
    context.createMediaStreamSource(stream).connect(ear);
    return ear;
  }
}

/** As loud as a microphone's. */
async function whistle(frequency) {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { frequency });
  const level = new GainNode(context, { gain: Math.SQRT2 * 10 ** (-16 / 20) });
  const voice = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  tone.connect(level).connect(voice);
  tone.start();
  return voice.stream;
}

globalThis.webPhone = new WebPhone();
