// The boards that this firmware knows, by name. A board's data is loaded when it is asked for.

import type { BoardDefinition } from './board.ts';
import { HalError } from './errors.ts';

const boards: Readonly<Record<string, () => Promise<{ readonly board: BoardDefinition }>>> = {
  'raspberry-pi/touch-7': () => import('./boards/raspberry-pi-touch-7/board.ts'),
  'simulated/mono-128': () => import('./boards/simulated-mono-128/board.ts'),
  'simulated/mono-132': () => import('./boards/simulated-mono-132/board.ts'),
  'simulated/mono-256': () => import('./boards/simulated-mono-256/board.ts'),
  'simulated/color-320': () => import('./boards/simulated-color-320/board.ts'),
  'simulated/color-480': () => import('./boards/simulated-color-480/board.ts'),
  'simulated/touch-800': () => import('./boards/simulated-touch-800/board.ts'),
};

export const boardNames: readonly string[] = Object.keys(boards);

/**
 * A name, or the path of a board's JSON file, which has a slash at its beginning or `.json` at its end. Throws
 * `ERR_HAL_UNKNOWN_BOARD`, whose message lists the names that there are, or `ERR_HAL_BOARD_FILE`.
 */
export async function boardByName(name: string): Promise<BoardDefinition> {
  if (name.startsWith('/') || name.endsWith('.json')) {
    const { boardFromFile } = await import('./board-file/read-board.ts');
    return boardFromFile(name);
  }
  const load = Object.hasOwn(boards, name) ? boards[name] : undefined;
  if (load === undefined) {
    throw new HalError(
      'ERR_HAL_UNKNOWN_BOARD',
      `There is no board "${name}"; known boards: ${boardNames.join(', ')}, or the path of a board's JSON file`,
    );
  }
  return (await load()).board;
}
