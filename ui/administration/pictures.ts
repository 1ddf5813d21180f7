// Pictures of the screen that an administrator brings: the logo, and what lies behind the idle screen.

import type { Stored } from './media-files.ts';

export const pictureNames = ['logo', 'background'] as const;
export type PictureName = (typeof pictureNames)[number];

export interface ScreenPictures {
  /** Those that were brought and are shown. */
  readonly shown: readonly PictureName[];
  read(name: PictureName): Promise<{ readonly bytes: Uint8Array; readonly type: 'image/png' | 'image/jpeg' } | undefined>;
  /** Shows it from now on. */
  store(name: PictureName, bytes: Uint8Array): Promise<Stored>;
  clear(name: PictureName): Promise<boolean>;
}
