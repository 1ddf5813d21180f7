// Throws spoiled bodies at their readers: node test/fuzz/event-bodies.ts [--seed N] [--count N]. The first failure is written beside the
// crashers as a file to keep, and the process ends with 1.

import * as samples from '../sip/event-package/samples.ts';
import { checkBody } from './check-body.ts';
import { fuzzReader } from './fuzz-reader.ts';
import { mutateBody } from './mutate-body.ts';

const bodies = [...Object.values(samples), 'SIP/2.0 180 Ringing\r\nTo: <sip:a@h>\r\n'];
fuzzReader({
  crashers: 'body-crashers',
  count: 20_000,
  next: (random) => {
    const { bytes, contentType } = mutateBody(bodies, random);
    return { bytes, kind: contentType };
  },
  check: checkBody,
});
