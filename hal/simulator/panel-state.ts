// The panel's eye: lamps, hook, paths, and what the LCD shows, as words and as a picture.

import type { LedState } from '../leds/leds.ts';
import { type Answer, badInput, bytes, json, notReady } from './panel-answer.ts';
import type { Endpoint, Endpoints, PanelRequest, PanelView } from './panel-endpoint.ts';
import { readQuery } from './panel-fields.ts';
import type { PanelAudioState } from './panel-sources.ts';
import { encodePng } from './png.ts';

/** `GET /api/state`. */
export interface PanelState {
  readonly display: { readonly width: number; readonly height: number; readonly color: boolean };
  /** Of the display, in percent of what it can do. */
  readonly light: { readonly brightness: number; readonly contrast: number };
  readonly leds: Readonly<Record<string, LedState>>;
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

/** Of the phone's own display unless the expansion unit's is asked for. */
function onDisplay(answer: (view: PanelView, display: 'phone' | 'sidecar') => Answer): Endpoint {
  return {
    method: 'GET',
    mostBodyBytes: 0,
    handle: (view: PanelView, { query }: PanelRequest) => {
      const reading = readQuery(query, ['display']);
      if (!reading.ok) return reading.answer;
      const display = reading.value.get('display') ?? 'phone';
      if (display !== 'phone' && display !== 'sidecar') return badInput('display', 'phone or sidecar');
      return answer(view, display);
    },
  };
}

export const stateEndpoints: Endpoints = {
  '/api/state': get((view) => json(panelState(view))),
  '/api/screen': onDisplay(({ sources }, display) => {
    const tree = display === 'sidecar' ? sources?.sidecarTree?.() : sources?.semanticTree();
    return tree === undefined || tree === null ? notReady : json(tree);
  }),
  '/api/load': get(({ sources }) => {
    const load = sources?.load?.();
    return load === undefined ? notReady : json(load);
  }),
  '/api/screen.png': onDisplay(({ board }, display) => {
    const frame = display === 'sidecar' ? board.sidecarFrame : board.frame;
    return frame === undefined ? notReady : bytes('image/png', encodePng(frame));
  }),
};

const silent: PanelAudioState = { path: 'none', muted: false, volume: 0 };

function panelState({ board, sources }: PanelView): PanelState {
  const { width, height, format } = board.definition.display;
  const { path, muted, volume } = sources?.audioState() ?? silent;
  return {
    display: { width, height, color: format === 'rgb565' },
    light: { brightness: board.brightness, contrast: board.contrast },
    leds: Object.fromEntries(board.leds),
    hook: board.hookOff ? 'off' : 'on',
    audio: { path, muted, volume },
    headset: { plugged: board.headsetPlugged },
  };
}
