// Every secret is set over the API, and none of them is ever seen again: not in an answer, not in the log.

import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { parameters } from '#config/schema';
import { readValue } from '#config/value';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { WebClient } from '#test/support/web-client';
import { routes } from '#ui/web/server/routes';

const password = 'correct horse';
const marker = 'S3cretMarker';
const pin = '864209753186';
let phone: SimulatedPhone;
let admin: WebClient;

before(async () => {
  phone = await SimulatedPhone.start({
    arguments: ['--web', '127.0.0.1:0', '--verbose'],
    params: { 'system/password': password, 'security/web/https_only': 0 },
  });
  admin = new WebClient(await phone.webAddress());
  assert.equal((await admin.logIn('admin', password)).status, 200);
});
after(() => phone[Symbol.asyncDispose]());

/** The marker, in a form that the parameter takes. */
function secretFor(declaration: Parameters<typeof readValue>[0]): string | undefined {
  const forms = [
    `${marker}1`,
    Buffer.from(marker).toString('hex').repeat(2).slice(0, 32),
    pin,
    `data:application/x-pem-file;base64,${Buffer.from(marker.repeat(3)).toString('base64')}`,
  ];
  return forms.find((form) => readValue(declaration, form).ok);
}

const shapes = [marker, pin, Buffer.from(marker).toString('base64').slice(0, 14), Buffer.from(marker).toString('hex')];

it('secrets are write-only', async () => {
  const secrets = parameters().filter(
    ({ declaration, path }) => declaration.secret === true && !['system/password', 'system/web_user_password'].includes(path),
  );
  assert.ok(secrets.length > 10);
  const changes = secrets.flatMap(({ path, declaration }) => {
    const value = secretFor(declaration);
    return value === undefined ? [] : [{ path, value }];
  });
  assert.ok(changes.length === secrets.length, `${changes.length} of ${secrets.length}`);
  const preview = await admin.send('POST', '/api/parameters/preview', { changes });
  assert.equal(preview.status, 200);
  const changed = await admin.send('PUT', '/api/parameters', { changes });
  assert.equal(changed.status, 200, changed.text);
  // An error about a secret does not repeat it.
  const refused = await admin.send('PUT', '/api/parameters', {
    changes: [{ path: 'system/password', value: marker.repeat(50) }],
  });
  assert.equal(refused.status, 400);

  const told = [preview, changed, refused];
  for (const { path, answerType } of routes.filter(({ method }) => method === 'GET')) {
    const answer = await admin.send('GET', path.replaceAll(/:\w+/g, '1'));
    // Pictures and captures are compressed or binary, and looked at all the same.
    assert.ok(answer.status < 500 || answerType !== undefined, `${path}: ${answer.status}`);
    told.push(answer);
  }
  told.push(await admin.send('POST', '/api/backup', { extent: 'full' }));
  told.push(await admin.send('POST', '/api/backup', { extent: 'full', passphrase: 'tr0ub4dor and 3' }));
  for (const { text, bytes } of told) {
    for (const shape of shapes) {
      assert.ok(!text.includes(shape), text.slice(Math.max(0, text.indexOf(shape) - 100), text.indexOf(shape) + 50));
      assert.ok(!bytes.includes(shape, 0, 'latin1'));
    }
  }
  for (const shape of shapes) assert.ok(!phone.log.includes(shape));
  assert.ok(!phone.log.includes(password));
});

it('a secret can be taken away again, and whether there is one is told', async () => {
  const state = () => admin.get<{ path: string; secretSet: boolean }[]>('/api/parameters?prefix=voip/line/0/auth_password');
  assert.deepEqual(
    (await state()).map(({ secretSet }) => secretSet),
    [true],
  );
  await admin.send('PUT', '/api/parameters', { changes: [{ path: 'voip/line/0/auth_password', value: null }] });
  assert.deepEqual(
    (await state()).map(({ secretSet }) => secretSet),
    [false],
  );
});
