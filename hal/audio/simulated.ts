// Sound paths of the virtual board: all of them end in the media core's simulated device.

import type { DriverContext } from '../driver.ts';
import type { Audio, AudioPathName, PathDevice } from './audio.ts';

const names: readonly AudioPathName[] = ['handset', 'headset', 'speaker'];

export async function openSimulatedAudio({ virtualBoard }: DriverContext): Promise<Audio> {
  const board = await virtualBoard();
  const paths: readonly PathDevice[] = names.map((name) => ({ name, device: { driver: 'simulated' }, acoustic: false }));
  return {
    paths,
    ringer: 'speaker',
    select: (path) => board.selectPath(path),
    [Symbol.asyncDispose]: async () => board.selectPath('none'),
  };
}
