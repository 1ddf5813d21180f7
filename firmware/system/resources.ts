// Where the files lie that are not code: in the source tree as it is, in the device's bundle beside the program.

import type { MediaEngineOptions } from '#media/engine';

export interface Resources {
  /** A directory. */
  readonly fonts: URL;
  /** The directory of the simulator's page. */
  readonly page: URL;
  /** The directory of the built web pages. */
  readonly webPages: URL;
  /** The program of threads for what takes long. */
  readonly backgroundWorker: URL;
  /** A directory; one that cannot be written is read all the same. */
  readonly compileCache: URL;
  /** Undefined for the one that was built here, or came with the package. */
  readonly nativeCore: MediaEngineOptions['nativeCore'];
}

/** Node runs the sources themselves; everything that `make bundle` writes is JavaScript. */
const bundled = !import.meta.url.endsWith('.ts');

function at(path: string): URL {
  return new URL(path, import.meta.url);
}

export const resources: Resources = bundled
  ? {
      fonts: at('./fonts/'),
      page: at('./page/'),
      webPages: at('./web/'),
      backgroundWorker: at('./background-worker.js'),
      compileCache: at('./compile-cache/'),
      nativeCore: at('./hookswitch_media.node'),
    }
  : {
      fonts: at('../../build/fonts/'),
      page: at('../../hal/simulator/page/'),
      webPages: at('../../build/web/'),
      backgroundWorker: at('../background/background-worker.ts'),
      compileCache: at('../../build/compile-cache/'),
      nativeCore: undefined,
    };
