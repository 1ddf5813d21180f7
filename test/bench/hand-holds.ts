// How long the main thread is held at most while somebody uses the phone with the largest screen: five thousand people in the directory,
// calls that come, a page that looks on, a capture. Nothing else may wait longer than 5 ms.

import { once } from 'node:events';
import { WebSocket } from 'ws';
import { Lab } from '#test/lab/lab-server';
import { lineAt } from '../support/household.ts';
import { SimulatedPhone } from '../support/simulated-phone.ts';
import { median, type Row, rowOf } from './rig/contest.ts';
import { HeldPhone, password } from './rig/held-phone.ts';
import { pause } from './rig/stage.ts';

const runs = 3;
const given = ['Ada', 'Grace', 'Jürgen', 'Łukasz', 'Иван', 'Katherine', 'Alan', 'Barbara', 'Zoë', 'Noor'];
const family = ['Lovelace', 'Hopper', 'Groß', 'Żak', 'Петров', 'Johnson', 'Turing', 'Liskov', 'Ångström', 'van der Berg'];
const people = 5000;
/** Grace Hopper, by twelve keys. */
const typed = '47223';
const rowsDown = 12;

const cards = Buffer.from(
  Array.from({ length: people }, (_, i) => {
    const name = `${given[i % 10]} ${family[Math.floor(i / 10) % 10]} ${i}`;
    return `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nTEL;TYPE=WORK:+4930${1_000_000 + i}\r\nEND:VCARD\r\n`;
  }).join(''),
);

export async function benchHand(): Promise<readonly Row[]> {
  const measured = new Map<string, number[]>();
  for (let run = 0; run < runs; run++) {
    for (const [name, ms] of await used()) measured.set(name, [...(measured.get(name) ?? []), ms]);
  }
  return [...measured].map(([name, ours]) => rowOf({ name: `hand.${name}`, unit: 'ms', ours: [median(ours)] }));
}

async function used(): Promise<ReadonlyMap<string, number>> {
  await using lab = await Lab.start({ host: '127.0.0.1', port: 0 });
  await using measured = await HeldPhone.start({ board: 'simulated/touch-800', params: lineAt(lab.port, '1001') });
  await using other = await SimulatedPhone.start({ params: lineAt(lab.port, '1002') });
  const { phone, admin, longestMs } = measured;
  const held = (name: string, work: () => Promise<unknown>): Promise<void> => measured.held(name, work);
  for (const each of [phone, other]) await each.waitForLine();
  await admin.logIn('admin', password);
  await measured.ask('POST', '/api/directory/file', cards);
  await pause(1000);
  await held('live', () => looksOn(admin.address, admin.cookie));
  await held('menu', async () => {
    await phone.press('menu');
    await phone.press('back');
  });
  await held('directory.open', () => phone.press('directory'));
  for (let row = 0; row < rowsDown; row++) await held('directory.row', () => phone.press('down'));
  for (const key of typed) await held('directory.key', () => phone.press(key));
  await phone.press('back');
  for (const key of typed) await held('number.key', () => phone.press(key));
  await phone.hook(true);
  await phone.hook(false);
  await phone.waitForScreen('idle');
  await measured.ask('POST', '/api/capture', {});
  for (const moment of ['first', 'later']) {
    await held(`arrival.${moment}`, () => calls(other, phone));
    await held(`answered.${moment}`, async () => {
      await phone.hook(true);
      await phone.waitForScreen('call');
    });
    await held(`ended.${moment}`, async () => {
      await phone.hook(false);
      await phone.waitForScreen('idle');
    });
    await other.hook(false);
    await other.waitForScreen('idle');
  }
  await held('capture.file', () => measured.ask('GET', '/api/capture/file'));
  return longestMs;
}

async function looksOn(address: string, cookie: string): Promise<void> {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/live`, { headers: { cookie } });
  await once(socket, 'message');
}

async function calls(from: SimulatedPhone, to: SimulatedPhone): Promise<void> {
  await from.hook(true);
  await from.type('1001');
  await from.softKey('dial');
  await to.waitForScreen('incoming');
}
