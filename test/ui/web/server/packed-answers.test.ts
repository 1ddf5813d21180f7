// Who takes compressed answers, and who has one already.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { WebMeans } from '#ui/web/server/means';
import { isKnown, PackedAnswers, takesGzip } from '#ui/web/server/packed-answers';
import { type Route, route } from '#ui/web/server/route';

const declared: Route = route({ method: 'GET', path: '/api/x', access: 'user', summary: '', handle: () => undefined });

describe('Accept-Encoding', () => {
  for (const yes of ['gzip', 'br, gzip', 'GZIP;q=0.5', '*', 'deflate, gzip ; q=1'])
    it(`${yes}: takes gzip`, () => assert.ok(takesGzip(yes)));
  for (const no of [undefined, '', 'br', 'gzip;q=0', 'gzip; q=0.000', 'xgzip', 'identity'])
    it(`${no}: takes none`, () => assert.ok(!takesGzip(no)));
});

it('knows an entity tag among many, weak or not', () => {
  assert.ok(isKnown('"a", W/"b"', 'W/"b"'));
  assert.ok(isKnown('"b"', 'W/"b"'));
  assert.ok(isKnown('*', '"b"'));
  assert.ok(!isKnown('"bb"', '"b"') && !isKnown(undefined, '"b"') && !isKnown('', '"b"'));
});

it('makes a lasting answer once for each role and edition, and anew after it failed', async () => {
  const means: WebMeans = {
    gzip: async (text) => Buffer.from(text),
    digest: (bytes) => bytes.toString(),
    turn: async () => undefined,
  };
  const answers = new PackedAnswers(means);
  let made = 0;
  const make = (): unknown => ({ made: ++made });
  await assert.rejects(
    answers.lasting(declared, 'admin', '1', () => {
      throw new Error('not yet');
    }),
  );
  const [first, second] = await Promise.all([1, 2].map(() => answers.lasting(declared, 'admin', '1', make)));
  assert.equal(first, second);
  assert.notEqual((await answers.lasting(declared, 'user', '1', make)).tag, first?.tag);
  assert.equal(made, 2);
  assert.notEqual((await answers.lasting(declared, 'admin', '2', make)).tag, first?.tag);
  assert.equal(made, 3, 'another edition is made anew');
});
