// Contract of the LCD: it is given a whole frame and the rectangles of it that changed.

/** Screen families that `ui/lcd` has a layout for; the name is also the simulated board's. */
export type DisplayClass = 'mono-128' | 'mono-132' | 'mono-256' | 'color-320' | 'color-480' | 'touch-800';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * One picture. `rgb565`: width * height little-endian words. `mono`: one byte a pixel, 0 light (unlit) or 1 dark;
 * packing into pages or rows is the driver's business.
 */
export type Frame =
  | { readonly format: 'rgb565'; readonly width: number; readonly height: number; readonly pixels: Uint16Array }
  | { readonly format: 'mono'; readonly width: number; readonly height: number; readonly pixels: Uint8Array };

/** Display coordinates, touch-screens only. */
export interface TouchEvent {
  readonly type: 'touched';
  readonly action: 'down' | 'move' | 'up';
  readonly x: number;
  readonly y: number;
  readonly atMs: number;
}

export interface Display extends AsyncDisposable {
  readonly class: DisplayClass;
  readonly width: number;
  readonly height: number;
  readonly format: Frame['format'];
  /** Shows the given parts of the frame. The frame belongs to the caller again when this returns. Rectangles are clamped. */
  show(frame: Frame, changed: readonly Rectangle[]): void;
}
