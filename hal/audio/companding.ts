// G.711 bytes of sound files as PCM of 16 bit (ITU-T G.711 tables 1a and 2a). Calls are decoded in the media core.

const muLaw = Int16Array.from({ length: 256 }, (_, code) => muLawSample(~code & 0xff));
const aLaw = Int16Array.from({ length: 256 }, (_, code) => aLawSample(code ^ 0x55));

function muLawSample(inverted: number): number {
  const magnitude = ((((inverted & 0x0f) << 3) + 0x84) << ((inverted & 0x70) >> 4)) - 0x84;
  return (inverted & 0x80) === 0 ? magnitude : -magnitude;
}

function aLawSample(code: number): number {
  const segment = (code & 0x70) >> 4;
  const step = ((code & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return (code & 0x80) === 0 ? -magnitude : magnitude;
}

export function fromMuLaw(bytes: Uint8Array): Int16Array {
  return decoded(bytes, muLaw);
}

export function fromALaw(bytes: Uint8Array): Int16Array {
  return decoded(bytes, aLaw);
}

/** One after the other: for a minute of sound `from` and `map` would hold the main thread. */
function decoded(bytes: Uint8Array, table: Int16Array): Int16Array {
  const samples = new Int16Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) samples[at] = table[bytes[at] ?? 0] ?? 0;
  return samples;
}
