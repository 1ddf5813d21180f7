// A background by the web: looked at, shown on the phone, taken away; and pictures that are none.

import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import { startAdministeredPhone } from '#test/support/administered-phone';
import type { SimulatedPhone } from '#test/support/simulated-phone';
import type { WebClient } from '#test/support/web-client';

let phone: SimulatedPhone;
let admin: WebClient;

before(async () => {
  ({ phone, admin } = await startAdministeredPhone());
});
after(() => phone[Symbol.asyncDispose]());

describe('a background', () => {
  it('is brought, shown, told of, and taken away with its file', async () => {
    const before = await phone.png();
    const picture = Buffer.from(before);
    const brought = await admin.send('PUT', '/api/pictures/background', picture);
    assert.equal(brought.status, 204, brought.text);
    assert.deepEqual(await admin.get('/api/pictures'), ['background']);
    const seen = await admin.send('GET', '/api/pictures/background');
    assert.equal(seen.headers['content-type'], 'image/png');
    assert.ok(seen.bytes.equals(picture));
    await phone.waitFor('another screen', async () => (Buffer.from(await phone.png()).equals(picture) ? undefined : true));
    assert.equal((await phone.screen()).notice, null);
    assert.equal((await admin.send('DELETE', '/api/pictures/background')).status, 204);
    assert.equal((await admin.send('GET', '/api/pictures/background')).status, 404);
    assert.deepEqual(readdirSync(join(phone.dataDirectory, 'pictures')), []);
  });
});

/** A PNG that says it is 60,000 pixels wide and high. */
function pictureBomb(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(60_000, 0);
  header.writeUInt32BE(60_000, 4);
  header.writeUInt8(8, 8);
  header.writeUInt8(2, 9);
  const chunk = (type: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(Buffer.alloc(1_000_000));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

describe('what is no picture', () => {
  const files: Readonly<Record<string, Buffer>> = {
    'a drawing with a script': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    'a page': Buffer.from('<!doctype html><script>alert(1)</script>'),
    'a picture of more pixels than there is memory': pictureBomb(),
    'the head of one': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    nothing: Buffer.alloc(1),
  };
  for (const [name, file] of Object.entries(files)) {
    it(`is refused and not kept: ${name}`, async () => {
      assert.equal((await admin.send('PUT', '/api/pictures/logo', file)).status, 400);
      assert.deepEqual(await admin.get('/api/pictures'), []);
      const directory = join(phone.dataDirectory, 'pictures');
      assert.deepEqual(existsSync(directory) ? readdirSync(directory) : [], []);
    });
  }

  it('is not read when it is too large, and has no other names', async () => {
    assert.equal((await admin.send('PUT', '/api/pictures/logo', Buffer.alloc(1_100_000))).status, 413);
    for (const name of ['other', '..%2flogo', 'logo%00']) {
      assert.equal((await admin.send('PUT', `/api/pictures/${name}`, Buffer.alloc(10))).status, 404, name);
    }
  });
});
