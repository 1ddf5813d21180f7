// The phone is switched off in each moment of a call, and the other side says nothing more, or what it always does: it is over within two
// seconds, not a timer is left that would keep the process alive, and not a word is said afterwards.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock, Timer } from '#sip/ports';
import type { AccountSettings } from '#sip/ua/user-agent-events';
import { sdpOf } from '#test/support/sip-peer';
import { World } from './standing.ts';

/** Only the phone's own timers: the network and the peer have the same time. */
class CountingClock implements Clock {
  readonly running: Set<Timer> = new Set();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get monotonicMs(): number {
    return this.#clock.monotonicMs;
  }

  get wall(): Clock['wall'] {
    return this.#clock.wall;
  }

  setTimer(delayMs: number, expired: () => void): Timer {
    const inner = this.#clock.setTimer(delayMs, () => {
      this.running.delete(timer);
      expired();
    });
    const timer: Timer = {
      cancel: () => {
        this.running.delete(timer);
        inner.cancel();
      },
    };
    this.running.add(timer);
    return timer;
  }
}

interface Moment {
  readonly name: string;
  readonly settings?: Partial<AccountSettings>;
  readonly reach: (world: World) => Promise<unknown>;
}

const allow = ['Allow', 'INVITE, ACK, BYE, CANCEL, UPDATE, PRACK'] as const;
const silence = (): void => undefined;

async function standing(world: World) {
  const heard = await world.dial();
  world.server.respond(world.server.invite, 200, { sdp: sdpOf('10.0.0.9'), headers: [allow] });
  await world.pass();
  return heard;
}

async function holding(world: World, asked: (world: World) => void = () => undefined) {
  const heard = await standing(world);
  heard.call.hold();
  await world.pass();
  assert.equal(world.server.requests('INVITE').length, 2);
  asked(world);
  await world.pass(300);
  return heard;
}

/** And we are to refresh the session. */
async function refreshing(world: World) {
  const heard = await world.dial();
  const headers = [allow, ['Session-Expires', '90;refresher=uac']] as const;
  world.server.respond(world.server.invite, 200, { sdp: sdpOf('10.0.0.9'), headers });
  await world.pass();
  return heard;
}

const expiring = { reinviteExpiresS: 30 };
const sessionTimer = { sessionTimer: { intervalS: 90, minimumS: 90, refresher: 'local' } } as const;

const moments: readonly Moment[] = [
  {
    name: 'before the INVITE goes: its media is being opened',
    reach: (world) => {
      world.phone.beforeMedia = new Promise((resolve) => void world.clock.setTimer(1000, resolve));
      world.phone.call(world.account, '2002');
      return world.pass();
    },
  },
  {
    name: 'INVITE sent, nothing heard',
    reach: (world) => {
      world.network.drop = ({ kind }, to) => kind === 'request' && to === '10.0.0.9';
      return world.dial();
    },
  },
  { name: 'INVITE sent, 100 had', reach: (world) => world.dial().then(() => world.pass(300)) },
  {
    name: '180 had',
    reach: async (world) => {
      await world.dial();
      world.server.respond(world.server.invite, 180);
      await world.pass();
    },
  },
  {
    name: '183 had, its PRACK pending',
    reach: async (world) => {
      world.server.answers.set('PRACK', silence);
      await world.dial();
      const headers = [allow, ['Require', '100rel'], ['RSeq', '1']] as const;
      world.server.respond(world.server.invite, 183, { sdp: sdpOf('10.0.0.9'), headers });
      await world.pass();
    },
  },
  {
    name: 'CANCEL pending',
    reach: async (world) => {
      world.server.answers.set('CANCEL', silence);
      const { call } = await world.dial();
      world.server.respond(world.server.invite, 180);
      await world.pass();
      call.end();
      await world.pass();
    },
  },
  {
    name: 'CANCEL waiting for a provisional response',
    reach: async (world) => {
      world.network.drop = ({ kind }, to) => kind === 'request' && to === '10.0.0.9';
      const { call } = await world.dial();
      call.end();
      await world.pass();
    },
  },
  {
    name: 'a call rings here',
    reach: async (world) => {
      const ringing = await world.ring();
      ringing.heard().call.ring();
      await world.pass();
    },
  },
  {
    name: 'a call rings here and its 180 waits for the PRACK',
    settings: { reliability: 'supported' },
    reach: async (world) => {
      const ringing = await world.ring({ headers: [['Require', '100rel']] });
      ringing.heard().call.ring();
      await world.pass();
    },
  },
  {
    name: '200 sent without ACK',
    reach: async (world) => {
      const ringing = await world.ring();
      ringing.heard().call.answer();
      await world.pass();
    },
  },
  {
    name: '200 sent without ACK, and hung up',
    reach: async (world) => {
      const ringing = await world.ring();
      ringing.heard().call.answer();
      await world.pass();
      ringing.heard().call.end();
      await world.pass();
    },
  },
  { name: 'the call stands', reach: standing },
  { name: 'the call stands, its refresh to come', settings: sessionTimer, reach: refreshing },
  { name: 're-INVITE sent, 100 had', reach: (world) => holding(world) },
  {
    name: 're-INVITE sent, nothing heard',
    reach: async (world) => {
      const { call } = await standing(world);
      world.network.drop = ({ kind }, to) => kind === 'request' && to === '10.0.0.9';
      call.hold();
      await world.pass();
    },
  },
  { name: 're-INVITE sent that will expire', settings: expiring, reach: (world) => holding(world) },
  {
    name: 're-INVITE expired, its CANCEL pending',
    settings: expiring,
    reach: async (world) => {
      world.server.answers.set('CANCEL', silence);
      await holding(world);
      await world.pass(30_000);
      assert.equal(world.server.requests('CANCEL').length, 1);
    },
  },
  {
    name: 're-INVITE expired and its CANCEL waiting for a provisional response',
    settings: { reinviteExpiresS: 2 },
    reach: async (world) => {
      const { call } = await standing(world);
      world.network.drop = ({ kind }, to) => kind === 'request' && to === '10.0.0.9';
      call.hold();
      await world.pass(3000);
    },
  },
  ...([487, 488, 500] as const).map((status) => ({
    name: `re-INVITE refused by ${status} while a refresh is to come`,
    settings: { ...sessionTimer, ...expiring },
    reach: async (world: World) => {
      const { call } = await refreshing(world);
      call.hold();
      await world.pass();
      world.server.respond(world.server.invite, status);
      await world.pass();
    },
  })),
  {
    name: 're-INVITE expired and cancelled, and the next one pending',
    settings: expiring,
    reach: async (world) => {
      const { call } = await holding(world);
      await world.pass(30_000);
      call.hold();
      await world.pass();
      assert.equal(world.server.requests('INVITE').length, 3);
    },
  },
  { name: 're-INVITE sent, 180 had', reach: (world) => holding(world, ({ server }) => server.respond(server.invite, 180)) },
  {
    name: 're-INVITE refused by 491, waiting to ask again',
    reach: (world) => holding(world, ({ server }) => server.respond(server.invite, 491)),
  },
  {
    name: 'their re-INVITE answered without ACK',
    reach: async (world) => {
      await standing(world);
      world.within('INVITE', { sdp: sdpOf('10.0.0.9', { version: 2 }) });
      await world.pass();
    },
  },
  {
    name: 'UPDATE pending',
    settings: sessionTimer,
    reach: async (world) => {
      world.server.answers.set('UPDATE', silence);
      await refreshing(world);
      await world.pass(46_000);
      assert.equal(world.server.requests('UPDATE').length, 1);
    },
  },
  {
    name: 'REFER pending',
    reach: async (world) => {
      world.server.answers.set('REFER', silence);
      const { call } = await standing(world);
      call.transfer('2003');
      await world.pass();
      assert.equal(world.server.requests('REFER').length, 1);
    },
  },
  {
    name: 'REFER accepted, no news yet',
    reach: async (world) => {
      world.server.answers.set('REFER', (transaction) => world.server.respond(transaction, 202));
      const { call } = await standing(world);
      call.transfer('2003');
      await world.pass();
    },
  },
  {
    name: 'their REFER asked about',
    reach: async (world) => {
      await standing(world);
      world.within('REFER', { headers: [['Refer-To', '<sip:2003@10.0.0.9>']] });
      await world.pass();
    },
  },
  {
    name: 'INFO pending',
    reach: async (world) => {
      world.server.answers.set('INFO', silence);
      const { call } = await standing(world);
      call.sendDtmfInfo('5', 160);
      await world.pass();
    },
  },
  {
    name: 'BYE pending',
    reach: async (world) => {
      world.server.answers.set('BYE', silence);
      const { call } = await standing(world);
      call.end();
      await world.pass();
    },
  },
  {
    name: 'BYE pending beside a re-INVITE',
    reach: async (world) => {
      world.server.answers.set('BYE', silence);
      const { call } = await holding(world);
      call.end();
      await world.pass();
    },
  },
];

const registration = { expiresS: 600, retryS: 30 };

for (const { name, settings, reach } of moments) {
  for (const silent of [true, false]) {
    for (const registers of [true, false]) {
      const peer = silent ? 'the other side silent' : 'the other side there';
      test(`switched off: ${name}; ${peer}${registers ? ', registered' : ''}`, async () => {
        let timers: CountingClock | undefined;
        const world = new World({ ...settings, registration: registers ? registration : undefined }, (clock) => {
          timers = new CountingClock(clock);
          return timers;
        });
        if (registers) {
          world.server.registrar({ clock: world.clock });
          world.account.register();
          await world.pass();
        }
        await reach(world);
        if (silent) world.network.drop = () => true;
        let over = false;
        const closing = world.phone.agent.close().then(() => {
          over = true;
        });
        await world.pass(2000);
        assert.ok(over, 'it is over');
        await closing;
        assert.deepEqual(world.phone.agent.load, { calls: 0, dialogs: 0, transactions: 0 });
        assert.equal(timers?.running.size, 0, 'no timer is left');
        const said = world.network.wire.filter(({ from }) => from === '10.0.0.1').length;
        await world.pass(70_000);
        assert.equal(world.network.wire.filter(({ from }) => from === '10.0.0.1').length, said, 'not a word more');
        assert.equal(timers?.running.size, 0);
        assert.deepEqual(world.phone.errors, []);
        assert.deepEqual(
          world.phone.media.map(({ closed }) => closed),
          world.phone.media.map(() => 1),
        );
      });
    }
  }
}
