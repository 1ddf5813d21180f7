// The panel's eye: lamps, hook, paths, and what the LCD shows, as words and as a picture.

import type { LedColor, LedPattern } from '../leds/leds.ts';
import { type Answer, bytes, json, notReady } from './panel-answer.ts';
import type { Endpoint, Endpoints, PanelRequest, PanelView } from './panel-endpoint.ts';
import { readQuery } from './panel-fields.ts';
import type { PanelAudioState } from './panel-sources.ts';
import { encodePng } from './png.ts';

/** `GET /api/state`. */
export interface PanelState {
  readonly display: { readonly width: number; readonly height: number; readonly color: boolean };
  readonly leds: Readonly<Record<string, { readonly color: LedColor; readonly pattern: LedPattern }>>;
  readonly hook: 'on' | 'off';
  readonly audio: PanelAudioState;
  readonly headset: { readonly plugged: boolean };
}

const get = (answer: (view: PanelView) => Answer): Endpoint => ({
  method: 'GET',
  mostBodyBytes: 0,
  handle: (view: PanelView, { query }: PanelRequest) => {
    const reading = readQuery(query, []);
    return reading.ok ? answer(view) : reading.answer;
  },
});

export const stateEndpoints: Endpoints = {
  '/api/state': get((view) => json(panelState(view))),
  '/api/screen': get(({ sources }) => {
    const tree = sources?.semanticTree();
    return tree === undefined || tree === null ? notReady : json(tree);
  }),
  '/api/load': get(({ sources }) => {
    const load = sources?.load?.();
    return load === undefined ? notReady : json(load);
  }),
  '/api/screen.png': get(({ board }) => bytes('image/png', encodePng(board.frame))),
};

const silent: PanelAudioState = { path: 'none', muted: false, volume: 0 };

function panelState({ board, sources }: PanelView): PanelState {
  const { width, height, format } = board.definition.display;
  const leds = [...board.leds].map(([name, { color, pattern }]) => [name, { color, pattern }] as const);
  const { path, muted, volume } = sources?.audioState() ?? silent;
  return {
    display: { width, height, color: format === 'rgb565' },
    leds: Object.fromEntries(leds),
    hook: board.hookOff ? 'off' : 'on',
    audio: { path, muted, volume },
    headset: { plugged: board.headsetPlugged },
  };
}
