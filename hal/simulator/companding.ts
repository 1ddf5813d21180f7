// ITU-T G.711 to 16-bit linear, for WAV files only; calls are the media core's business.

/** G.711 table 2: inverted bits, 3-bit segment, 4-bit step, bias 33 (here at 16 bits: 132). */
export function linearFromMuLaw(byte: number): number {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 0x0f) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84;
  return code & 0x80 ? -magnitude : magnitude;
}

/** G.711 table 1: even bits inverted; segments 0 and 1 share one step size. */
export function linearFromALaw(byte: number): number {
  const code = byte ^ 0x55;
  const segment = (code >> 4) & 7;
  const step = ((code & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return code & 0x80 ? magnitude : -magnitude;
}
