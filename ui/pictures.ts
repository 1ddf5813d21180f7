// Pictures that people brought: made for this display by whoever reads the files.

import type { Bitmap } from './lcd/raster/bitmap.ts';
import type { Unsubscribe } from './phone.ts';

export interface PicturesReader {
  readonly logo: Bitmap | undefined;
  /** As large as the display. */
  readonly background: Bitmap | undefined;
  /** Of whoever has this number, square. Asked for at every frame: the first time it may not be there yet. */
  ofNumber(number: string): Bitmap | undefined;
}

export interface Pictures extends PicturesReader {
  subscribe(changed: () => void): Unsubscribe;
}

export const noPictures: Pictures = {
  logo: undefined,
  background: undefined,
  ofNumber: () => undefined,
  subscribe: () => () => {},
};
