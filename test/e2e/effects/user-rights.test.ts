// What the person at the phone may do on the pages, where the administrator or a profile of a SPA phone (`ua`) says something else than usual.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeSettings, startAdministeredPhone } from '#test/support/administered-phone';
import { FileServer } from '#test/support/file-server';
import { WebClient } from '#test/support/web-client';

const profile = `<flat-profile>
  <Daylight_Saving_Time_Enable ua="ro">Yes</Daylight_Saving_Time_Enable>
  <Daylight_Saving_Time_Rule ua="na"></Daylight_Saving_Time_Rule>
  <Syslog_Server ua="rw">127.0.0.9</Syslog_Server>
  <User_ID_1_ ua="na">1001</User_ID_1_>
  <Admin_Passwd ua="rw"></Admin_Passwd>
</flat-profile>`;
const [hidden, seen, given] = ['system/daylight_saving/rule', 'system/daylight_saving/activate', 'system/syslog/server_address'];

test('a profile takes a setting from the user, lets him see another, and gives him a third', async () => {
  await using server = await FileServer.start();
  server.files.set('spa.xml', profile);
  const { phone, admin } = await startAdministeredPhone({
    params: { 'system/web_user_password': 'paper clip', 'provisioning/method': 'Static', 'provisioning/resync/random_delay': 0 },
  });
  await using _ = phone;
  const user = new WebClient(admin.address);
  await user.logIn('user', 'paper clip');
  const seenByUser = async (): Promise<readonly string[]> => {
    const all = await user.get<{ readonly path: string }[]>('/api/parameters');
    return [hidden, seen, given, 'system/password'].filter((wanted) => all.some(({ path }) => path === wanted));
  };
  const kindsSeen = async (): Promise<readonly unknown[]> => {
    const all =
      await user.get<{ readonly pattern: string; readonly readOnly?: unknown; readonly hidden?: unknown }[]>('/api/schema');
    return all
      .filter(({ pattern }) => [hidden, seen, given, 'voip/line/N/id'].includes(pattern))
      .map(({ pattern, readOnly, hidden }) => [pattern, readOnly, hidden])
      .toSorted();
  };
  const change = async (path: string, value: string): Promise<number> =>
    (await user.send('PUT', '/api/parameters', { changes: [{ path, value }] })).status;

  assert.deepEqual(await seenByUser(), [hidden, seen]);
  await changeSettings(admin, { 'provisioning/configuration/url': `${server.address}/spa.xml` });
  await phone.waitFor('the profile', async () => (/settings were taken/.test(phone.log) ? true : undefined));
  assert.deepEqual(await seenByUser(), [seen, given]);
  assert.deepEqual([await change(seen, 'DISABLE'), await change(hidden, ''), await change(given, '127.0.0.8')], [400, 400, 200]);
  assert.deepEqual(await kindsSeen(), [
    [seen, [0], undefined],
    [given, undefined, undefined],
  ]);

  await changeSettings(admin, { 'system/user_rights': `${hidden}=rw voip/line/2/id=rw` });
  assert.deepEqual(await seenByUser(), [hidden, seen]);
  assert.deepEqual([await change(seen, 'DISABLE'), await change(given, '127.0.0.7')], [200, 400]);
  assert.deepEqual(await kindsSeen(), [
    [seen, undefined, undefined],
    [hidden, undefined, undefined],
    ['voip/line/N/id', undefined, [0, 1, 3, 4, 5]],
  ]);
});
