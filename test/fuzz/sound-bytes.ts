// Throws spoiled scripts and recordings at their readers: node test/fuzz/sound-bytes.ts [--seed N] [--count N]. The first failure is
// written beside the crashers as a file to keep, and the process ends with 1.

import { writeWav } from '../support/wav-file.ts';
import { checkSoundBytes } from './check-sound-bytes.ts';
import { fuzzReader } from './fuzz-reader.ts';
import { mutate } from './mutate.ts';

const seeds = [
  ...[
    '350@-19,440@-19;2(.1/.1/1+2);10(*/0/1+2)',
    '985@-16,1428@-16,1777@-16;20(.380/0/1,.380/0/2,.380/0/3,0/4/0)',
    '600@-19*(.1/.1/1,.1/.1/1,.1/9.5/1)',
    '60(.2/.2,.2/.2,.2/.2,1/4);*(1/0)',
    '30(.1/.1, .3/.1, .1/9.3)',
    'n=Classic-1;w=3;c=1',
    'n=My ring;w=http://192.0.2.1:80/rings/chime.wav;c=0;b=2.5;t=30',
    'Chime\tchime.pcm\r\nOld Phone   oldphone.raw\n',
  ].map((text) => Buffer.from(text)),
  writeWav({ sampleRateHz: 8000, samples: Int16Array.from({ length: 20 }, (_, index) => index * 1000) }),
  Buffer.from(
    '52494646280000005741564566 6d742012000000 0700 0100 401f0000401f0000 0100 0800 0000 64617461 04000000 ff7f00aa'.replaceAll(
      ' ',
      '',
    ),
    'hex',
  ),
];
fuzzReader({
  crashers: 'sound-crashers',
  count: 100_000,
  next: (random) => ({ bytes: mutate(random.pick(seeds), random) }),
  check: checkSoundBytes,
});
