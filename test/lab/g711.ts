// PCMU and PCMA (ITU-T G.711), written for the lab alone: it should not share a mistake with the core that it judges.

export interface Companding {
  encode(sample: number): number;
  decode(code: number): number;
}

const bias = 0x84;
const clip = 32_635;

const pcmu: Companding = {
  encode(sample) {
    const sign = sample < 0 ? 0x80 : 0;
    const magnitude = Math.min(Math.abs(sample), clip) + bias;
    const exponent = 31 - Math.clz32(magnitude) - 7;
    return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
  },
  decode(code) {
    const bits = ~code & 0xff;
    const magnitude = ((((bits & 0x0f) << 3) + bias) << ((bits >> 4) & 0x07)) - bias;
    return (bits & 0x80) === 0 ? magnitude : -magnitude;
  },
};

const pcma: Companding = {
  encode(sample) {
    const sign = sample < 0 ? 0 : 0x80;
    const magnitude = Math.min(sample < 0 ? -sample - 1 : sample, 32_767);
    const exponent = Math.max(31 - Math.clz32(magnitude | 0x80) - 7, 0);
    const mantissa = (magnitude >> (exponent === 0 ? 4 : exponent + 3)) & 0x0f;
    return (sign | ((magnitude < 0x100 ? 0 : exponent) << 4) | mantissa) ^ 0x55;
  },
  decode(code) {
    const bits = code ^ 0x55;
    const exponent = (bits >> 4) & 0x07;
    const base = ((bits & 0x0f) << 4) + 8;
    const magnitude = exponent === 0 ? base : (base + 0x100) << (exponent - 1);
    return (bits & 0x80) === 0 ? -magnitude : magnitude;
  },
};

/** By SDP encoding name; the lab negotiates no other. */
export function companding(name: string): Companding {
  return name.toUpperCase() === 'PCMA' ? pcma : pcmu;
}
