// The panel's hand: keys, hook, headset, touch and the network's address. Each answers when what it did has been handled and drawn.

import { isIP } from 'node:net';
import type { BoardDefinition } from '../board.ts';
import type { HeadsetButton } from '../headset/headset.ts';
import type { KeyName } from '../keys/keys.ts';
import type { Clock } from '../ports.ts';
import { type Answer, badInput, done } from './panel-answer.ts';
import type { Endpoint, Endpoints, PanelRequest, PanelView } from './panel-endpoint.ts';
import { type Field, flag, oneOf, readJson, wholeNumber } from './panel-fields.ts';
import type { VirtualBoard } from './virtual-board.ts';

/** Longer than what `ui/keys` takes for a long press. */
const longPressMs = 900;
const mostBodyBytes = 4_096;

type Handle = Endpoint['handle'];

const post = (handle: Handle): Endpoint => ({ method: 'POST', mostBodyBytes, handle });

/** The fields that depend on the board are made once for it. */
export function deviceEndpoints(definition: BoardDefinition): Endpoints {
  return {
    '/api/key': post(keyHandler(oneOf<KeyName>(definition.keys.names.map(({ name }) => name)))),
    '/api/hook': post(moveHook),
    '/api/headset': post(useHeadset),
    '/api/touch': post(touchHandler(definition)),
    '/api/network': post(moveToAddress),
  };
}

function keyHandler(key: Field<KeyName>): Handle {
  const spec = { key, action: oneOf(['press', 'down', 'up', 'long']) };
  return async (view, { body, signal }) => {
    const reading = readJson(body, spec);
    if (!reading.ok) return reading.answer;
    if (reading.value.key === undefined) return badInput('key', spec.key.expected, 'missing field');
    if (reading.value.action === undefined) return badInput('action', spec.action.expected, 'missing field');
    await actOnKey(view, reading.value.key, reading.value.action, signal);
    return await drawn(view);
  };
}

async function actOnKey(
  { board, clock }: PanelView,
  key: KeyName,
  action: 'press' | 'down' | 'up' | 'long',
  signal: AbortSignal,
): Promise<void> {
  if (action !== 'up') board.moveKey(key, 'down');
  if (action === 'long') await pause(clock, longPressMs, signal);
  if (action !== 'down') board.moveKey(key, 'up');
}

async function moveHook(view: PanelView, { body }: PanelRequest): Promise<Answer> {
  const reading = readJson(body, { off: flag });
  if (!reading.ok) return reading.answer;
  if (reading.value.off === undefined) return badInput('off', flag.expected, 'missing field');
  view.board.moveHook(reading.value.off);
  return await drawn(view);
}

const headsetSpec = { plugged: flag, button: oneOf<HeadsetButton>(['answer', 'end', 'mute', 'up', 'down']) };

async function useHeadset(view: PanelView, { body }: PanelRequest): Promise<Answer> {
  const reading = readJson(body, headsetSpec);
  if (!reading.ok) return reading.answer;
  const { plugged, button } = reading.value;
  if ((plugged === undefined) === (button === undefined)) return badInput('plugged', 'either plugged or button');
  if (plugged !== undefined) view.board.plugHeadset(plugged);
  if (button !== undefined) view.board.pressHeadsetButton(button);
  return await drawn(view);
}

const address: Field<string> = {
  expected: 'an IP address of loopback',
  accepts: (value): value is string => typeof value === 'string' && isIP(value) !== 0,
};

/** As if the network had given the phone another one. */
async function moveToAddress(view: PanelView, { body }: PanelRequest): Promise<Answer> {
  const reading = readJson(body, { address });
  if (!reading.ok) return reading.answer;
  const given = reading.value.address;
  if (given === undefined) return badInput('address', address.expected, 'missing field');
  view.board.changeAddresses([{ family: isIP(given) === 4 ? 4 : 6, address: given, interface: 'lo' }]);
  return await drawn(view);
}

function touchHandler({ display }: BoardDefinition): Handle {
  const spec = {
    x: wholeNumber(0, display.width - 1),
    y: wholeNumber(0, display.height - 1),
    // A finger that moves; without it the place is tapped.
    action: oneOf(['press', 'down', 'move', 'up']),
  };
  return async (view, { body }) => {
    if (!display.touch) return badInput('', 'a board with a touch-screen', 'this board has no touch-screen');
    const reading = readJson(body, spec);
    if (!reading.ok) return reading.answer;
    const { x, y, action } = reading.value;
    if (x === undefined) return badInput('x', spec.x.expected, 'missing field');
    if (y === undefined) return badInput('y', spec.y.expected, 'missing field');
    actOnScreen(view.board, action ?? 'press', x, y);
    return await drawn(view);
  };
}

function actOnScreen(board: VirtualBoard, action: 'press' | 'down' | 'move' | 'up', x: number, y: number): void {
  if (action === 'press') {
    board.touch('down', x, y);
    board.touch('up', x, y);
  } else {
    board.touch(action, x, y);
  }
}

async function drawn({ sources }: PanelView): Promise<Answer> {
  await sources?.settled();
  return done;
}

/** Ends early when the client goes, so that no key stays down. */
function pause(clock: Clock, forMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      timer.cancel();
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = clock.setTimer(forMs, over);
    signal.addEventListener('abort', over);
    if (signal.aborted) over();
  });
}
