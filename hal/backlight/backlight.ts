// Contract of the LCD's light and, where it has one, its contrast.

export interface Backlight extends AsyncDisposable {
  /** 0 (dark) to 100 (brightest). */
  setBrightness(percent: number): void;
  /** 0 (palest) to 100 (darkest); absent where the display's contrast cannot be set. */
  setContrast?(percent: number): void;
}
