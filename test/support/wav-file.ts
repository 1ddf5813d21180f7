// 16-bit WAV files, written and read for tests.

export interface Sound {
  readonly sampleRateHz: number;
  readonly samples: Int16Array;
}

/** The same in every channel. */
export function writeWav({ sampleRateHz, samples }: Sound, channels = 1): Uint8Array<ArrayBuffer> {
  const frameBytes = 2 * channels;
  const dataBytes = samples.length * frameBytes;
  const bytes = Buffer.alloc(44 + dataBytes);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + dataBytes, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(sampleRateHz, 24);
  bytes.writeUInt32LE(sampleRateHz * frameBytes, 28);
  bytes.writeUInt16LE(frameBytes, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(dataBytes, 40);
  samples.forEach((sample, index) => {
    for (let channel = 0; channel < channels; channel++) bytes.writeInt16LE(sample, 44 + index * frameBytes + 2 * channel);
  });
  return new Uint8Array(bytes);
}

/** The first channel of a file of the form that `writeWav` makes; others throw. One that promises more than it has is read to its end. */
export function readWav(bytes: Uint8Array): Sound {
  const view = Buffer.from(bytes);
  const kind = view.toString('latin1', 0, 4) + view.toString('latin1', 8, 12);
  const channels = view.readUInt16LE(22);
  if (kind !== 'RIFFWAVE' || view.readUInt16LE(20) !== 1 || channels === 0 || view.readUInt16LE(34) !== 16) {
    throw new Error(`no 16-bit WAV: ${view.subarray(0, 44).toString('hex')}`);
  }
  const data = view.indexOf('data', 12, 'latin1');
  const length = Math.min(view.readUInt32LE(data + 4), view.length - data - 8);
  const samples = new Int16Array(Math.floor(length / (2 * channels)));
  for (let index = 0; index < samples.length; index++) samples[index] = view.readInt16LE(data + 8 + index * 2 * channels);
  return { sampleRateHz: view.readUInt32LE(24), samples };
}
