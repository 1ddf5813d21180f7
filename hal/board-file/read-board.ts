// Turns a board's JSON file into a board. Everything that is wrong with it is told at once.

import { readFileSync } from 'node:fs';
import type { BoardDefinition } from '../board.ts';
import { HalError } from '../errors.ts';
import { audio, backlight, consolePort, display, headset, hook, keys, leds, network, power } from './device-shapes.ts';
import { optional, Place, type Problem, record, type Shape, text } from './shape.ts';

const mostBytes = 1 << 20;

type BoardFile = Pick<BoardDefinition, 'name' | 'keys' | 'hook' | 'leds' | 'display' | 'audio'> &
  Partial<Pick<BoardDefinition, 'backlight' | 'headset' | 'console' | 'power' | 'network'>>;

const boardFile: Shape<BoardFile> = record<BoardFile>({
  name: text,
  keys,
  hook,
  leds,
  display,
  audio,
  backlight: optional(backlight),
  headset: optional(headset),
  console: optional(consolePort),
  power: optional(power),
  network: optional(network),
});

const none = { driver: 'none' } as const;

/** Throws `ERR_HAL_BOARD_FILE`, whose message has a line for each problem. */
export function boardFromFile(file: string): BoardDefinition {
  return boardFromText(readBoardFile(file), file);
}

export function boardFromText(json: string, file: string): BoardDefinition {
  const problems: Problem[] = [];
  const read = boardFile(parsed(json, file), new Place('', problems));
  if (read === undefined || problems.length > 0) {
    const lines = problems.map(({ where, what }) => `  ${where === '' ? 'the board' : where}: ${what}`);
    throw new HalError('ERR_HAL_BOARD_FILE', `The board file ${file} cannot be used:\n${lines.join('\n')}`);
  }
  return { backlight: none, headset: none, console: none, power: none, network: { driver: 'linux-network' }, ...read };
}

function readBoardFile(file: string): string {
  try {
    const bytes = readFileSync(file);
    if (bytes.length <= mostBytes) return bytes.toString('utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HalError('ERR_HAL_BOARD_FILE', `The board file ${file} cannot be read: ${reason}`, cause);
  }
  throw new HalError('ERR_HAL_BOARD_FILE', `The board file ${file} is longer than ${mostBytes} bytes`);
}

function parsed(json: string, file: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HalError('ERR_HAL_BOARD_FILE', `The board file ${file} is no JSON: ${reason}`, cause);
  }
}
