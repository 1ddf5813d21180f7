// The simulator's door: the panel, with the phone behind it.

import { Panel } from '#hal/simulator/panel';
import type { VirtualBoard } from '#hal/simulator/virtual-board';
import { PanelSound } from '#media/panel-sound';
import type { SimulatedSound } from '#media/simulated-sound';
import type { Clock, Log } from '#sip/ports';
import type { SidecarSurface } from '#ui/lcd/sidecar/sidecar-surface';
import type { LcdSurface } from '#ui/lcd/surface';
import type { AudioSnapshot, Phone } from '#ui/phone';
import type { SocketName } from '../command-line.ts';
import { resources } from '../system/resources.ts';
import type { SignallingTrace } from '../system/signalling-trace.ts';
import { turn } from '../system/turn.ts';

export interface PanelOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly at: SocketName;
  readonly board: VirtualBoard;
  readonly phone: Phone;
  readonly surface: LcdSurface;
  /** Of the expansion unit, where there is one. */
  readonly sidecar: SidecarSurface | undefined;
  readonly sound: SimulatedSound;
  readonly trace: SignallingTrace;
  readonly hints: Readonly<Record<string, string>>;
  readonly load: () => Readonly<Record<string, number>>;
  /** Brings the picture up to what has been handled. */
  readonly settle: () => void;
}

export interface OpenedPanel extends AsyncDisposable {
  readonly address: string;
}

export async function openPanel(options: PanelOptions): Promise<OpenedPanel> {
  const { board, clock, log, phone, surface, sidecar, trace, settle } = options;
  const panel = new Panel({ board, clock, log, page: resources.page });
  panel.attach({
    audio: new PanelSound(options.sound, clock),
    audioState: () => audioState(phone.snapshot.audio),
    semanticTree: () => {
      settle();
      return surface.tree;
    },
    sidecarTree: () => {
      settle();
      return sidecar?.tree;
    },
    settled: async () => {
      // As on a device: a frame is drawn in a turn of its own, after the key.
      await turn();
      settle();
    },
    onMessageTraced: (listener) => trace.listen(listener),
    load: options.load,
    hints: () => Object.entries(options.hints).map(([dial, text]) => ({ dial, text })),
  });
  const { address } = await panel.listen(options.at);
  return { address, [Symbol.asyncDispose]: () => panel.close() };
}

function audioState({ path, muted, volume }: AudioSnapshot): { path: AudioSnapshot['path']; muted: boolean; volume: number } {
  return { path, muted, volume: volume.level };
}
