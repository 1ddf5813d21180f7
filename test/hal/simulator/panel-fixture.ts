// A panel on a free port with a double of the firmware above it.

import { Panel } from '#hal/simulator/panel';
import type { PanelSources, Pcm, TracedMessage } from '#hal/simulator/panel-sources';
import { openVirtualRig, type VirtualRig } from '../../support/virtual-rig.ts';

class SourcesDouble implements PanelSources {
  readonly microphone: { readonly sound: Pcm; readonly loop: boolean }[] = [];
  readonly live: Pcm[] = [];
  readonly asked: string[] = [];
  readonly listeners: Set<(place: 'earpiece' | 'speaker', sound: Pcm) => void> = new Set();
  readonly traced: Set<(message: TracedMessage) => void> = new Set();
  tree: unknown = { screen: 'idle', title: 'Idle', items: [], softkeys: [], focus: null, notice: null };
  aborted = 0;
  settle: () => Promise<void> = async () => {};

  readonly audio: PanelSources['audio'] = {
    playMicrophone: (sound, loop) => void this.microphone.push({ sound, loop }),
    feedMicrophone: (sound) => void this.live.push(sound),
    last: (place, seconds) => {
      this.asked.push(`${place} last ${seconds}`);
      return ramp(seconds);
    },
    next: (place, seconds, signal) => {
      this.asked.push(`${place} next ${seconds}`);
      // A minute never ends here, so that it can be given up.
      if (seconds < 60) return Promise.resolve(ramp(seconds));
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          this.aborted++;
          reject(signal.reason);
        });
      });
    },
    listen: (chunk) => {
      this.listeners.add(chunk);
      return () => void this.listeners.delete(chunk);
    },
  };

  audioState(): { readonly path: 'handset'; readonly muted: boolean; readonly volume: number } {
    return { path: 'handset', muted: true, volume: 7 };
  }

  semanticTree(): unknown {
    return this.tree;
  }

  settled(): Promise<void> {
    return this.settle();
  }

  onMessageTraced(listener: (message: TracedMessage) => void): () => void {
    this.traced.add(listener);
    return () => void this.traced.delete(listener);
  }

  load(): Readonly<Record<string, number>> {
    return { calls: 2, dialogs: 1 };
  }

  hints(): readonly { readonly dial: string; readonly text: string }[] {
    return [{ dial: '600', text: 'Echo' }];
  }
}

export interface PanelRig extends AsyncDisposable {
  readonly rig: VirtualRig;
  readonly panel: Panel;
  readonly sources: SourcesDouble;
  readonly address: string;
  readonly port: number;
  post(path: string, body: unknown): Promise<Response>;
}

export async function openPanel(options: { readonly board?: string; readonly attached?: boolean } = {}): Promise<PanelRig> {
  const rig = await openVirtualRig(options.board);
  const panel = new Panel({ board: rig.virtual, clock: rig.clock, log: rig.log });
  const { address, port } = await panel.listen({ host: '127.0.0.1', port: 0 });
  const sources = new SourcesDouble();
  if (options.attached !== false) panel.attach(sources);
  return {
    rig,
    panel,
    sources,
    address,
    port,
    post: (path, body) =>
      fetch(`${address}${path}`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    [Symbol.asyncDispose]: async () => {
      await panel.close();
      await rig[Symbol.asyncDispose]();
    },
  };
}

function ramp(seconds: number): Pcm {
  return { sampleRateHz: 8_000, samples: Int16Array.from({ length: Math.round(seconds * 8_000) }, (_, index) => index % 1_000) };
}
