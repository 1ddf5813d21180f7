// The inverse cosine transform of a block of 8 by 8 (ITU-T T.81 §A.3.3), lines first and columns afterwards.

/** Where each coefficient of a scan stands in its block (§A.3.6). */
export const zigzag: Uint8Array = Uint8Array.from([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42,
  49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
]);

/** `cosines[x * 8 + u]`, with the factor of each frequency. */
const cosines = Float32Array.from({ length: 64 }, (_, i) => {
  const u = i & 7;
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos((((i >> 3) * 2 + 1) * u * Math.PI) / 16);
});

const lines = new Float32Array(64);

/** One row or column of frequencies, `step` apart, at the place `x`. */
function wave(from: Float32Array, at: number, step: number, x: number): number {
  let sum = 0;
  for (let u = 0; u < 8; u += 1) sum += (from[at + u * step] as number) * (cosines[x * 8 + u] as number);
  return sum;
}

/** Writes the block's samples, 0 to 255, at this place of a plane. */
export function inverseTransform(block: Float32Array, to: Uint8ClampedArray, at: number, stride: number): void {
  for (let i = 0; i < 64; i += 1) lines[i] = wave(block, i & 56, 1, i & 7);
  for (let i = 0; i < 64; i += 1) to[at + (i >> 3) * stride + (i & 7)] = wave(lines, i & 7, 8, i >> 3) + 128;
}
