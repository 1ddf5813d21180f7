// Two servers, whole phones: the primary is killed, in mid-call and for good, and everybody goes on talking by way of the other.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freePort } from '#test/lab/free-port';
import { Lab } from '#test/lab/lab-server';
import { eventually } from '#test/support/eventually';
import { dial, lineAt, listen, putDown, speak } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';

const primaryHost = '127.0.0.1';
const backupHost = '127.0.0.2';
const domain = 'office.example';
const domains = [domain];

function params(user: string, ports: { readonly primary: number; readonly backup: number }): Record<string, string | number> {
  return {
    ...lineAt(ports.primary, user),
    'voip/line/0/domain': domain,
    'voip/line/0/backup_proxy_address': backupHost,
    'voip/line/0/backup_proxy_port': ports.backup,
    'voip/signalling/sip/redundant_proxy/keepalive_period': 1,
    // The servers live in this process, which may be kept from answering for a moment.
    'voip/signalling/sip/failover/answer_timeout': 2000,
    'voip/signalling/sip/failover/retry_interval': 2,
    'voip/signalling/sip/sip_t1': 100,
  };
}

/** Rings and is taken: they talk. */
async function talk(from: SimulatedPhone, to: SimulatedPhone): Promise<void> {
  await dial(from, '1002');
  await to.waitForScreen('incoming');
  await to.hook(true);
  await Promise.all([from.waitForScreen('call'), to.waitForScreen('call')]);
}

async function bothAre(lab: Lab, where: string, phone: SimulatedPhone): Promise<void> {
  await phone.waitFor(`both at the ${where}`, () =>
    Promise.resolve(['1001', '1002'].every((user) => lab.locations.of(user).length > 0) ? true : undefined),
  );
}

test('the primary is killed: calls stand, the backup takes over, and the primary gets its phones back', async () => {
  const port = await freePort(primaryHost);
  let primary = await Lab.start({ host: primaryHost, port, domains });
  await using backup = await Lab.start({ host: backupHost, port: 0, domains });
  try {
    const ports = { primary: port, backup: backup.port };
    await using ann = await SimulatedPhone.start({ params: params('1001', ports) });
    await using ben = await SimulatedPhone.start({ board: 'simulated/mono-128', params: params('1002', ports) });
    await Promise.all([ann.waitForLine(), ben.waitForLine()]);
    await talk(ann, ben);
    assert.deepEqual(backup.locations.of('1001').length, 0);

    await primary[Symbol.asyncDispose]();
    await bothAre(backup, 'backup', ann);
    await speak(ben, 600);
    await eventually(async () => {
      const heard = await listen(ann);
      assert.ok(Math.abs(heard.hz - 600) < 10, `${heard.hz} Hz in the call that the primary had set up`);
    });
    await putDown(ann);
    await putDown(ben);
    await Promise.all([ann.waitForLine(), ben.waitForLine()]);

    await talk(ann, ben);
    const calls = backup.requestCounts.get('INVITE') ?? 0;
    assert.ok(calls > 0);
    await putDown(ann);
    await putDown(ben);

    primary = await Lab.start({ host: primaryHost, port, domains });
    await bothAre(primary, 'primary', ann);
    await talk(ann, ben);
    assert.equal(backup.requestCounts.get('INVITE'), calls);
    await putDown(ann);
    await putDown(ben);
  } finally {
    await primary[Symbol.asyncDispose]();
  }
});
