// What the simulator's panel shows beyond its own devices. `firmware/simulator/open-panel.ts` hands it in, so that `hal/simulator` stays below
// everything that it shows.

/** 16-bit mono PCM. */
export interface Pcm {
  readonly sampleRateHz: number;
  readonly samples: Int16Array;
}

/** The simulated sound card as the panel sees it. */
export interface PanelAudio {
  /** The rate at which the two below are given their sound, 8,000 to 48,000; 16,000 when absent. */
  readonly microphoneRateHz?: number;
  /** Becomes the microphone from now on, again and again when `loop`; replaces what was heard before, live sound too. */
  playMicrophone(sound: Pcm, loop: boolean): void;
  /** Live microphone: consecutive chunks; more than 200 ms ahead is dropped. */
  feedMicrophone(sound: Pcm): void;
  /** The last part of what a place played, at most 60 s; shorter when less was played since start (then led by silence). */
  last(place: 'earpiece' | 'speaker', seconds: number): Pcm;
  /** The next part, from now on. Rejects with an `AbortError` when the request is given up. */
  next(place: 'earpiece' | 'speaker', seconds: number, signal: AbortSignal): Promise<Pcm>;
  /** 20 ms chunks of what is heard now (active path, and the ringer), for the page. Returns the way to stop. */
  listen(chunk: (place: 'earpiece' | 'speaker', sound: Pcm) => void): () => void;
}

/** `GET /api/state`'s audio part. */
export interface PanelAudioState {
  readonly path: 'handset' | 'headset' | 'speaker' | 'none';
  readonly muted: boolean;
  readonly volume: number;
}

/** One line of the page's SIP ticker. */
export interface TracedMessage {
  /** `Clock.monotonicMs`. */
  readonly atMs: number;
  readonly direction: 'sent' | 'received';
  readonly protocol: string;
  readonly remote: string;
  readonly startLine: string;
  readonly text: string;
}

/** One thing to try, for the page: what to dial and what happens then. */
export interface PanelHint {
  readonly dial: string;
  readonly text: string;
}

export interface PanelSources {
  readonly audio: PanelAudio;
  audioState(): PanelAudioState;
  /** `GET /api/screen`: the semantic tree that belongs to the frame shown last. */
  semanticTree(): unknown;
  /** `GET /api/screen?display=sidecar`: likewise of the expansion unit. */
  sidecarTree?(): unknown;
  /** Resolves when what was handled so far has been drawn. */
  settled(): Promise<void>;
  /** Newest last; the ones from before are given at once, at most 200. Returns the way to stop. */
  onMessageTraced(listener: (message: TracedMessage) => void): () => void;
  /** `GET /api/load`: how much of what calls leave behind is alive, by kind; all 0 on a phone at rest. */
  load?(): Readonly<Record<string, number>>;
  /** What a newcomer may dial; asked once for each page that connects. */
  hints?(): readonly PanelHint[];
}
