// A phone for whoever sits there: signed in by the web, registered, called, signed out, and nothing of the person is left.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { dial, Household } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';
import { WebClient } from '#test/support/web-client';

it('a person signs in, is called there, and signs out', async () => {
  await using house = await Household.start();
  await using phone = await SimulatedPhone.start({
    arguments: ['--web', '127.0.0.1:0'],
    params: {
      'voip/line/0/proxy_address': '127.0.0.1',
      'voip/line/0/proxy_port': house.lab.port,
      'system/web_user_password': 'correct horse',
      'security/web/https_only': 0,
      'system/hot_desk/enabled': 1,
    },
  });
  const user = new WebClient(await phone.webAddress());
  await user.logIn('user', 'correct horse');
  assert.deepEqual(await user.get('/api/sign-in'), { enabled: true });
  assert.equal((await user.send('POST', '/api/sign-in', { id: '1003', password: 'pw1003' })).status, 204);
  await phone.waitForLine();
  assert.deepEqual(await user.get('/api/sign-in'), { enabled: true, signedIn: '1003' });
  assert.equal((await user.send('PUT', '/api/forwarding/busy', { on: true, number: '1002' })).status, 204);

  await dial(house.ann, '1003');
  await phone.waitForScreen('incoming');
  assert.match((await user.send('DELETE', '/api/sign-in')).text, /inACall/);
  await house.ann.hook(false);
  await phone.waitFor('the end of the ringing', async () => ((await phone.screen()).screen === 'incoming' ? undefined : true));

  const left = async () => (await user.send('DELETE', '/api/sign-in')).status === 204 || undefined;
  await phone.waitFor('the sign-out', left);
  const { lines, callLog, forwarding } = await user.get<{
    lines: { number: string }[];
    callLog: unknown[];
    forwarding: { busy: { on: boolean; number: string } };
  }>('/api/phone');
  assert.deepEqual([lines.filter(({ number }) => number !== ''), callLog, forwarding.busy], [[], [], { on: false, number: '' }]);
  assert.deepEqual(await user.get('/api/sign-in'), { enabled: true });
});
