// Sound paths of the virtual board: all of them end in the media core's simulated device.

import type { DriverContext } from '../driver.ts';
import type { Audio, AudioPathName, PathDevice } from './audio.ts';

const names: readonly AudioPathName[] = ['handset', 'headset', 'speaker'];

export async function openSimulatedAudio({ virtualBoard }: DriverContext): Promise<Audio> {
  const board = await virtualBoard();
  const { room } = board;
  const device = { driver: 'simulated', ...(room && { room }) } as const;
  const paths: readonly PathDevice[] = names.map((name) => ({ name, device, acoustic: room !== undefined }));
  return {
    paths,
    ringer: 'speaker',
    select: (path) => board.selectPath(path),
    [Symbol.asyncDispose]: async () => board.selectPath('none'),
  };
}
