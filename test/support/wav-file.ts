// 16-bit mono WAV files, written and read for tests.

export interface Sound {
  readonly sampleRateHz: number;
  readonly samples: Int16Array;
}

export function writeWav({ sampleRateHz, samples }: Sound): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + samples.length * 2, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(sampleRateHz, 24);
  bytes.writeUInt32LE(sampleRateHz * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, index) => {
    bytes.writeInt16LE(sample, 44 + index * 2);
  });
  return new Uint8Array(bytes);
}

/** Of the form that `writeWav` makes; others throw. */
export function readWav(bytes: Uint8Array): Sound {
  const view = Buffer.from(bytes);
  const kind = view.toString('latin1', 0, 4) + view.toString('latin1', 8, 12);
  if (kind !== 'RIFFWAVE' || view.readUInt16LE(20) !== 1 || view.readUInt16LE(22) !== 1 || view.readUInt16LE(34) !== 16) {
    throw new Error(`no 16-bit mono WAV: ${view.subarray(0, 44).toString('hex')}`);
  }
  const data = view.indexOf('data', 12, 'latin1');
  const length = view.readUInt32LE(data + 4);
  const samples = new Int16Array(length / 2);
  for (let index = 0; index < samples.length; index++) samples[index] = view.readInt16LE(data + 8 + index * 2);
  return { sampleRateHz: view.readUInt32LE(24), samples };
}
