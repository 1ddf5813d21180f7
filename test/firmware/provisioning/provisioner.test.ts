// When the settings are fetched, from whom, and what becomes of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Applied } from '#firmware/provisioning/apply';
import type { FetchResult, Validators } from '#firmware/provisioning/fetch/fetched';
import type { RuleSettings } from '#firmware/provisioning/profile-rules';
import { Provisioner } from '#firmware/provisioning/provisioner';
import type { ProvisioningSettings } from '#firmware/provisioning/provisioning-settings';
import { type SeenFile, SeenFiles } from '#firmware/provisioning/seen-files';
import type { Source } from '#firmware/provisioning/source';
import { FakeClock } from '#test/support/fake-clock';
import { MemoryLog } from '#test/support/memory-log';

const plain: ProvisioningSettings = {
  method: 'Dynamic',
  configurationUrl: '',
  optionNumber: 160,
  rules: undefined,
  followsServer: true,
  followsPerson: true,
  redirectServer: '',
  serverName: '',
  plugAndPlay: false,
  period: { type: 'daily', minute: 0 },
  zone: { offsetSeconds: 0 },
  randomMinutes: 120,
  powerUpRandomMs: 2000,
  login: undefined,
  filePhrases: [],
  takesBareSecrets: false,
};

const file = Buffer.from('voip/line/0/id=1');
const applied: Applied = { type: 'applied', changed: 1, needsRestart: [], refused: [] };

interface Rig {
  readonly provisioner: Provisioner;
  readonly clock: FakeClock;
  readonly asked: { readonly address: string; readonly known: Validators }[];
  readonly taken: string[];
  readonly phone: { calls: number; restarts: number };
  readonly settings: { now: ProvisioningSettings };
  answer: (url: URL) => FetchResult;
  apply: Applied;
  discovered: Source | undefined;
  offered: ReadonlyMap<number, Uint8Array>;
  settle(): Promise<void>;
}

function rig(settings: Partial<ProvisioningSettings> = {}): Rig {
  const clock = new FakeClock();
  const files: (SeenFile & { readonly id: number })[] = [];
  const collection = {
    list: () => files,
    add: (record: SeenFile) => {
      const entry = { ...record, id: files.length + 1 };
      files.unshift(entry);
      return entry;
    },
    delete: (id: number) =>
      files.splice(
        files.findIndex((each) => each.id === id),
        1,
      ).length > 0,
    clear: () => void files.splice(0),
  };
  const made: Rig = {
    clock,
    asked: [],
    taken: [],
    phone: { calls: 0, restarts: 0 },
    settings: { now: { ...plain, ...settings } },
    answer: () => ({ type: 'fetched', bytes: file, validators: { entityTag: '"1"' } }),
    apply: applied,
    discovered: undefined,
    offered: new Map([[160, Buffer.from('http://server/;a.cfg')]]),
    settle: () => new Promise((resolve) => setImmediate(resolve)),
    provisioner: new Provisioner({
      clock,
      log: new MemoryLog(),
      random: { bytes: (count) => new Uint8Array(count).fill(0x80) },
      settings: () => made.settings.now,
      offered: () => made.offered,
      names: () => ({ macAddress: '001122334455', model: 'm1', version: '1', address: '10.0.0.2' }),
      seen: new SeenFiles(collection as never),
      fetch: async (url, known) => {
        made.asked.push({ address: url.href, known });
        await made.settle();
        return made.answer(url);
      },
      ruleFacts: (trigger, sinceLastCheckS) => ({
        names: { macAddress: '001122334455', model: 'm1', version: '1', address: undefined },
        hasCertificate: false,
        externalAddress: '',
        withoutRegistrationS: [],
        sinceLastCheckS,
        trigger,
      }),
      assign: async () => ({ type: 'applied', changed: 0, needsRestart: [], refused: [] }),
      discover: async () => made.discovered,
      apply: async (_bytes, url) => {
        made.taken.push(url.href);
        return made.apply;
      },
      calls: () => made.phone.calls,
      restartWhenIdle: () => void made.phone.restarts++,
    }),
  };
  return made;
}

async function started(made: Rig): Promise<Rig> {
  made.provisioner.start();
  await made.clock.advanceAsync(2000);
  for (let turn = 0; turn < 6; turn++) await made.settle();
  return made;
}

async function lastType(made: Rig): Promise<string | undefined> {
  for (let turn = 0; turn < 6; turn++) await made.settle();
  return made.provisioner.status.last?.outcome.type;
}

test('after power-up the file is fetched with a random delay, applied, and asked for daily with another', async () => {
  const made = rig();
  made.provisioner.start();
  await made.clock.advanceAsync(1000);
  assert.equal(made.asked.length, 0);
  await made.clock.advanceAsync(100);
  assert.equal(await lastType(made), 'applied');
  assert.deepEqual(made.taken, ['http://server/a.cfg']);
  const { nextCheckAtMs = 0 } = made.provisioner.status;
  const inMs = nextCheckAtMs - made.clock.monotonicMs;
  assert.ok(inMs > 3600_000 && inMs < 86_400_000 + 7_200_000, `${inMs}`);
});

test('the second time the server is told what we have, and what is unchanged is not applied', async () => {
  const made = await started(rig());
  made.answer = () => ({ type: 'unchanged' });
  made.provisioner.check('periodic');
  assert.equal(await lastType(made), 'unchanged');
  assert.deepEqual(made.asked[1]?.known, { entityTag: '"1"' });
  assert.equal(made.taken.length, 1);
});

test('a server that says nothing about its file is believed by the bytes', async () => {
  const made = await started(rig());
  made.provisioner.check('resync');
  assert.equal(await lastType(made), 'unchanged');
  assert.equal(made.taken.length, 1);
  made.provisioner.check('byHand');
  assert.equal(await lastType(made), 'applied');
  assert.equal(made.taken.length, 2, 'who asks by hand wants it again');
});

test('a phone in a call asks when the call is over', async () => {
  const made = rig();
  made.phone.calls = 1;
  await started(made);
  assert.equal(made.provisioner.status.activity, 'waitingForCalls');
  assert.equal(made.provisioner.status.settingsWait, false, 'nobody knows');
  assert.equal(made.asked.length, 0);
  made.phone.calls = 0;
  made.provisioner.follow();
  assert.equal(await lastType(made), 'applied');
});

test('a call that begins while the file comes keeps it from being applied until its end', async () => {
  const made = rig();
  made.answer = () => {
    made.phone.calls = 1;
    return { type: 'fetched', bytes: file, validators: {} };
  };
  await started(made);
  assert.deepEqual([made.taken.length, made.provisioner.status.activity], [0, 'waitingForCalls']);
  assert.equal(made.provisioner.status.settingsWait, true);
  made.phone.calls = 0;
  made.provisioner.follow();
  assert.equal(await lastType(made), 'applied');
  assert.deepEqual([made.asked.length, made.taken.length], [1, 1]);
});

test('what needs a restart asks for one', async () => {
  const made = rig();
  made.apply = { ...applied, needsRestart: ['voip/signalling/sip/port'] };
  await started(made);
  assert.equal(made.phone.restarts, 1);
});

test('a failure is tried again, later and later, up to an hour', async () => {
  const made = rig();
  made.answer = () => ({ type: 'failed', failure: 'unreachable', detail: '' });
  await started(made);
  const waits: number[] = [];
  for (let n = 0; n < 10; n++) {
    const at = made.provisioner.status.nextCheckAtMs ?? 0;
    waits.push(at - made.clock.monotonicMs);
    await made.clock.advanceAsync(at - made.clock.monotonicMs);
    await lastType(made);
  }
  assert.ok(
    waits.every((wait, i) => i === 0 || wait >= (waits[i - 1] ?? 0)),
    waits.join(),
  );
  assert.ok((waits[0] ?? 0) < 40_000 && (waits.at(-1) ?? 0) <= 3_600_000 && (waits.at(-1) ?? 0) >= 1_800_000, waits.join());
});

test('without a file of its own the phone asks for the one of its model, and says when there is neither', async () => {
  const made = rig();
  made.offered = new Map([[66, Buffer.from('10.0.0.9')]]);
  made.answer = () => ({ type: 'failed', failure: 'notFound', detail: '404' });
  await started(made);
  assert.deepEqual(
    made.asked.map(({ address }) => address),
    ['tftp://10.0.0.9/001122334455.cfg', 'tftp://10.0.0.9/m1.cfg'],
  );
  const { last } = made.provisioner.status;
  assert.deepEqual([last?.outcome.type, last?.outcome.type === 'failed' && last.outcome.failure], ['failed', 'notFound']);
});

test('a new address by DHCP is asked at once, the same one not', async () => {
  const made = await started(rig());
  made.provisioner.offersChanged();
  await made.settle();
  assert.equal(made.asked.length, 1);
  made.offered = new Map([[160, Buffer.from('http://other/;b.cfg')]]);
  made.provisioner.offersChanged();
  await lastType(made);
  assert.equal(made.asked[1]?.address, 'http://other/b.cfg');
});

test('two wishes during a check are one more check', async () => {
  const made = rig();
  made.provisioner.start();
  made.clock.advance(2000);
  made.provisioner.check('resync');
  made.provisioner.check('resync');
  for (let turn = 0; turn < 20; turn++) await made.settle();
  assert.equal(made.asked.length, 2);
});

test('switched off, nobody is asked', async () => {
  const made = await started(rig({ method: 'Disable' }));
  made.provisioner.check('byHand');
  await made.settle();
  assert.equal(made.asked.length, 0);
});

test('a closed phone asks nobody and leaves no timer', async () => {
  const made = await started(rig());
  made.provisioner.close();
  made.provisioner.check('byHand');
  assert.equal(made.asked.length, 1);
  assert.equal(made.clock.pendingTimers, 0);
});

const rules: RuleSettings = {
  rules: ['http://server/first.cfg', 'http://server/second.cfg'],
  onPowerUp: true,
  periodS: 3600,
  longestWaitS: 14_400,
  retries: [
    { seconds: 60, randomSeconds: 0 },
    { seconds: 600, randomSeconds: 0 },
  ],
  missingFileFails: true,
  general: [],
  secrets: [],
  triggers: ['$PRVTMR gt 1200'],
};

test('profile rules are followed in their order, before every other source', async () => {
  const made = await started(rig({ rules }));
  await lastType(made);
  assert.deepEqual(made.taken, ['http://server/first.cfg', 'http://server/second.cfg']);
  const { last, nextCheckAtMs = 0 } = made.provisioner.status;
  assert.ok(last?.outcome.type === 'applied' && last.outcome.changed === 2);
  const inMs = nextCheckAtMs - made.clock.monotonicMs;
  assert.ok(inMs > 3_598_000 && inMs <= 3_600_000, `${inMs}`);
});

test('the first rule that fails ends the check, and its list says when it is tried again', async () => {
  const made = rig({ rules });
  made.answer = () => ({ type: 'failed', failure: 'unreachable', detail: '' });
  await started(made);
  const waits: number[] = [];
  for (let n = 0; n < 3; n++) {
    waits.push(Math.round((made.provisioner.status.nextCheckAtMs ?? 0) - made.clock.monotonicMs));
    await made.clock.advanceAsync(waits.at(-1) ?? 0);
    await lastType(made);
  }
  // The first was counted from somewhere within the random delay.
  assert.deepEqual(
    waits.map((wait) => Math.round((wait + 500) / 60_000)),
    [1, 10, 10],
  );
  assert.equal(new Set(made.asked.map(({ address }) => address)).size, 1);
});

test('a missing file is no failure where the administrator says so', async () => {
  const made = rig({ rules: { ...rules, missingFileFails: false } });
  made.answer = () => ({ type: 'failed', failure: 'notFound', detail: '' });
  await started(made);
  assert.equal(await lastType(made), 'noSource');
  assert.equal(made.asked.length, 2);
});

test('a condition that comes true makes a check, once', async () => {
  const made = await started(rig({ rules: { ...rules, periodS: 0 } }));
  made.answer = () => ({ type: 'unchanged' });
  await made.clock.advanceAsync(1_190_000);
  assert.equal(made.asked.length, 2);
  await made.clock.advanceAsync(120_000);
  await lastType(made);
  assert.equal(made.provisioner.status.last?.trigger, 'condition');
  assert.equal(made.asked.length, 4);
});

test('with rules there is an end to waiting for a quiet moment; a restart waits on', async () => {
  const made = rig({ rules: { ...rules, rules: ['http://server/first.cfg'] } });
  made.apply = { ...applied, needsRestart: ['voip/signalling/sip/port'] };
  made.phone.calls = 1;
  await started(made);
  await made.clock.advanceAsync(14_000_000);
  assert.equal(made.asked.length, 0);
  await made.clock.advanceAsync(402_000);
  await lastType(made);
  assert.deepEqual(made.taken, ['http://server/first.cfg']);
});
