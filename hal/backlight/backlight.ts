// Contract of the LCD's light and contrast.

export interface Backlight extends AsyncDisposable {
  /** 0 (dark) to 100 (brightest). */
  setBrightness(percent: number): void;
}
