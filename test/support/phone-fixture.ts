// Hand-made phone snapshots, one for each situation that a screen exists for, and a phone that records what it is told.

import type { CallQuality } from '#ui/call-quality';
import type { Contact, DirectorySnapshot } from '#ui/directory-snapshot';
import type { FunctionKeySnapshot } from '#ui/function-keys-snapshot';
import type { LineSnapshot } from '#ui/line-snapshot';
import type { CallLogEntry, CallSnapshot, Phone, PhoneSnapshot, Unsubscribe } from '#ui/phone';

/** `Clock.monotonicMs` that the snapshots are made for. */
export const fixtureNowMs = 1_000_000;

/** Saturday, 21 November 2026, 14:32:05 at Greenwich. */
export const fixtureWallMs: number = Date.UTC(2026, 10, 21, 14, 32, 5);

export function line(index: number, values: Partial<LineSnapshot> = {}): LineSnapshot {
  return {
    index,
    label: `100${index + 1}`,
    number: `100${index + 1}`,
    registration: { state: 'registered', server: 'primary' },
    newMessages: 0,
    oldMessages: 0,
    ...values,
  };
}

export function call(values: Partial<CallSnapshot> = {}): CallSnapshot {
  return {
    id: 'c1',
    line: 0,
    direction: 'outgoing',
    state: 'active',
    phase: undefined,
    remote: { name: 'Grace Hopper', number: '1002' },
    anonymous: false,
    verification: 'none',
    divertedBy: undefined,
    forwardedTo: undefined,
    transfer: undefined,
    autoAnswered: false,
    ringClass: undefined,
    heldByRemote: false,
    sinceMs: fixtureNowMs - 83_000,
    answeredAtMs: fixtureNowMs - 83_000,
    endedAtMs: undefined,
    ended: undefined,
    sentDigits: '',
    codec: 'PCMA',
    encrypted: false,
    ...values,
  };
}

export const outgoingCall: CallSnapshot = call({
  state: 'outgoing',
  phase: 'ringing',
  answeredAtMs: undefined,
  codec: undefined,
});
export const incomingCall: CallSnapshot = call({
  id: 'c2',
  direction: 'incoming',
  state: 'incoming',
  answeredAtMs: undefined,
  codec: undefined,
  remote: { name: 'Ada Lovelace', number: '+442071234567' },
  sinceMs: fixtureNowMs - 2_000,
});
export const heldCall: CallSnapshot = call({
  id: 'c3',
  state: 'held',
  remote: { name: 'Alan Turing', number: '1003' },
  sinceMs: fixtureNowMs - 21_000,
});
export const endedCall: CallSnapshot = call({
  id: 'c4',
  state: 'ended',
  answeredAtMs: undefined,
  endedAtMs: fixtureNowMs - 500,
  ended: { reason: 'busy', text: 'Busy' },
  codec: undefined,
});

const kinds = ['missed', 'dialed', 'received', 'rejected'] as const;
const people = ['Grace Hopper', 'Alan Turing', 'Ada Lovelace', undefined, 'Katherine Johnson', 'Barbara Liskov'];

export const callLog: readonly CallLogEntry[] = Array.from({ length: 14 }, (_, i) => ({
  id: 100 - i,
  kind: kinds[i % 4] ?? 'missed',
  line: i % 2,
  remote: { name: people[i % 6], number: i % 3 === 0 ? `100${2 + (i % 7)}` : `030123456${10 + i}` },
  atMs: fixtureWallMs - 3_600_000 * i * 5,
  timeTrusted: true,
  durationMs: i % 4 === 0 ? 0 : 65_000 * i,
}));

const noContact = { name: '', office: '', home: '', mobile: '', group: '', ring: '', favourite: false };

/** Some people, by name. */
export const contacts: readonly Contact[] = [
  { name: 'Ada Lovelace', office: '+442071234567', home: '+442079460018', mobile: '+447700900123', group: 'Friends' },
  { name: 'Alan Turing', office: '1003', group: 'Laboratory' },
  { name: 'Barbara Liskov', mobile: '+16175550142', group: 'Laboratory', favourite: true },
  { name: 'Grace Hopper', office: '1002', ring: 'Classic-1', favourite: true },
  { name: 'Jürgen Groß', home: '03012345678' },
  { name: 'Katherine Johnson', office: 'katherine@example.com' },
  { name: 'Иван Петров', office: '700' },
].map((contact, index) => ({ ...noContact, ...contact, id: index + 1 }));

export const directory: DirectorySnapshot = {
  contacts,
  groups: ['Friends', 'Laboratory'],
  full: false,
  speedDials: [
    { key: 2, number: '1002', name: 'Grace Hopper' },
    { key: 5, number: '+442071234567', name: '' },
  ],
  blocked: [
    { id: 2, number: '+4930999999', name: 'Lottery' },
    { id: 1, number: '666', name: '' },
  ],
};

const emptyDirectory: DirectorySnapshot = { contacts: [], groups: [], full: false, speedDials: [], blocked: [] };

const notForwarded = { on: false, number: '' };

export function quality(values: Partial<CallQuality> = {}): CallQuality {
  return {
    call: 'c1',
    grade: 'good',
    score: 4.32,
    rating: 88.7,
    lossShare: 0.004,
    lateShare: 0.001,
    jitterMs: 3.2,
    roundTripMs: 24,
    bufferMs: 40,
    packetsSent: 4150,
    packetsReceived: 4133,
    packetsLost: 17,
    bytesSent: 664_000,
    bytesReceived: 661_280,
    remoteLossShare: 0.012,
    remoteScore: 4.2,
    ...values,
  };
}

export function snapshot(values: Partial<PhoneSnapshot> = {}): PhoneSnapshot {
  return {
    phase: 'ready',
    lines: [line(0, { label: 'Reception' }), line(1), line(2, { label: '2001', registration: { state: 'registering' } })],
    selectedLine: 0,
    calls: [],
    focusedCall: values.calls?.at(-1)?.id,
    dialing: undefined,
    transfer: undefined,
    conference: undefined,
    inviting: undefined,
    conferenceOffer: undefined,
    recordedCall: undefined,
    recordsCalls: false,
    soundTest: undefined,
    monitors: [],
    functionKeyPage: 0,
    handset: 'onHook',
    headsetPlugged: false,
    audio: { path: 'none', muted: false, volume: { of: 'ringer', level: 6 }, ringing: false },
    doNotDisturb: false,
    forwarding: { always: notForwarded, busy: notForwarded, noAnswer: notForwarded },
    hideNumber: false,
    missedCalls: 0,
    callLog,
    directory: emptyDirectory,
    recordings: { calls: [], playing: undefined },
    notices: [],
    page: undefined,
    lock: { canLock: true, locked: false, failures: 0, keepsMailbox: false, emergencyNumbers: ['112', '911'] },
    qualities: [],
    rings: { names: ['Ring01', 'Ring02', 'Ring03', 'Classic-1', 'Chime'], chosen: 'Ring02' },
    status: {
      model: 'simulated/color-320',
      version: '0.1.0',
      addresses: ['192.0.2.17', '2001:db8::17'],
      macAddress: '02:00:00:00:00:17',
      startedAtMs: fixtureNowMs - 2 * 86_400_000,
    },
    ...values,
  };
}

const speaking = { path: 'handset', muted: false, volume: { of: 'handset', level: 5 }, ringing: false } as const;
const ringing = { path: 'none', muted: false, volume: { of: 'ringer', level: 6 }, ringing: true } as const;

/** Of a conference, besides Grace Hopper. */
const parties = [
  call({ id: 'p0', remote: { name: 'Alan Turing', number: '1003' } }),
  call({ id: 'p1', remote: { name: undefined, number: '+4930123456789' } }),
  call({ id: 'p2', remote: { name: 'Katherine Johnson', number: '1005' }, heldByRemote: true }),
  call({ id: 'p3', remote: { name: 'Barbara Liskov', number: '1006' }, state: 'ended' }),
] as const;

/** Situations by name. */
function functionKey(index: number, values: Partial<FunctionKeySnapshot>): FunctionKeySnapshot {
  return { index, kind: 'monitor', label: '', number: '1002', line: 0, state: 'unknown', remote: undefined, ...values };
}

/** Programmable keys of every kind, two of them line keys, one on the second page. */
const functionKeys: readonly FunctionKeySnapshot[] = [
  functionKey(0, { label: 'Ben', state: 'idle' }),
  functionKey(1, { label: 'Katherine Johnson-Goble, calculations', state: 'busy' }),
  functionKey(2, { label: 'Dora', state: 'ringing' }),
  functionKey(3, { kind: 'park', label: 'Park 1', state: 'busy' }),
  functionKey(4, { kind: 'paging', label: 'Hall', group: 4 }),
  functionKey(5, { kind: 'event', event: 'doNotDisturb' }),
  functionKey(6, { kind: 'event', event: 'missedCalls' }),
  functionKey(7, { kind: 'speedDial', label: '+442071234567', number: '+442071234567' }),
  functionKey(8, { kind: 'line', line: 1 }),
  functionKey(9, { label: 'Alan', state: 'offline' }),
  functionKey(10, { label: 'Grace', state: 'held' }),
  functionKey(15, { label: 'Front door', state: 'idle' }),
  functionKey(16, { kind: 'event', event: 'forwarding' }),
  functionKey(19, { kind: 'speedDial', label: 'Workshop', number: '1019' }),
];

export const situations: Readonly<Record<string, PhoneSnapshot>> = {
  functionKeys: snapshot({ monitors: functionKeys }),
  programmedLineKeys: snapshot({ monitors: functionKeys, functionKeyPage: 1 }),
  page: snapshot({ page: { direction: 'incoming', group: 0, name: 'Sales', heard: true } }),
  pageOffered: snapshot({
    calls: [call()],
    focusedCall: call().id,
    page: { direction: 'incoming', group: 0, name: 'Sales', heard: false },
  }),
  pageSpoken: snapshot({
    page: { direction: 'outgoing', group: 0, name: 'Sales', heard: true },
    audio: { ...speaking, path: 'speaker' },
  }),
  locked: snapshot({ lock: { canLock: true, locked: true, failures: 0, keepsMailbox: false, emergencyNumbers: ['112', '911'] } }),
  boot: snapshot({ phase: 'starting', status: { ...snapshot().status, startedAtMs: fixtureNowMs - 500 } }),
  recovery: snapshot({
    status: { ...snapshot().status, startedAtMs: fixtureNowMs - 5000 },
    notices: [
      {
        id: 'settings-lost',
        recovery: true,
        severity: 'error',
        title: 'Settings were damaged',
        text: 'The phone started with factory settings. The damaged file was kept as settings.db.damaged-1.',
      },
    ],
  }),
  idle: snapshot(),
  idleBusy: snapshot({
    missedCalls: 3,
    doNotDisturb: true,
    headsetPlugged: true,
    lines: [
      line(0, { label: 'Reception', newMessages: 2 }),
      line(1, { registration: { state: 'failed', reason: 'Wrong password', retryAtMs: undefined } }),
    ],
  }),
  idleNotice: snapshot({
    missedCalls: 1,
    lines: [line(0, { label: 'Reception', registration: { state: 'failed', reason: 'Wrong password', retryAtMs: undefined } })],
    notices: [
      {
        id: 'n1',
        severity: 'error',
        title: 'Line 1: wrong password',
        text: 'The server refused the password of line 1. Ask your administrator to correct it.',
      },
    ],
  }),
  offhook: snapshot({ handset: 'offHook', dialing: { line: 0, number: '', offHook: true }, audio: speaking }),
  dialing: snapshot({ handset: 'offHook', dialing: { line: 0, number: '030123', offHook: true }, audio: speaking }),
  dialingOnHook: snapshot({ dialing: { line: 0, number: '100', offHook: false } }),
  outgoing: snapshot({ calls: [outgoingCall], audio: speaking, handset: 'offHook' }),
  incoming: snapshot({ calls: [incomingCall], audio: ringing }),
  incomingDiverted: snapshot({
    calls: [{ ...incomingCall, divertedBy: { name: 'Front desk', number: '1000' } }],
    audio: ringing,
  }),
  idleForwarded: snapshot({
    lines: [line(0, { label: 'Reception', newMessages: 1, registration: { state: 'registered', server: 'backup' } })],
    forwarding: { always: { on: true, number: '+442071234567' }, busy: notForwarded, noAnswer: notForwarded },
  }),
  incomingAnonymous: snapshot({
    calls: [{ ...incomingCall, remote: { name: undefined, number: '' }, anonymous: true }],
    audio: ringing,
  }),
  incomingVerified: snapshot({ calls: [{ ...incomingCall, verification: 'passed' }], audio: ringing }),
  incomingSuspicious: snapshot({ calls: [{ ...incomingCall, verification: 'failed' }], audio: ringing }),
  outgoingForwarded: snapshot({
    calls: [{ ...outgoingCall, phase: 'forwarded', forwardedTo: { name: undefined, number: '+442071234567' } }],
    audio: speaking,
  }),
  transferredTo: snapshot({ calls: [{ ...outgoingCall, divertedBy: { name: 'Front desk', number: '1000' } }], audio: speaking }),
  autoAnswered: snapshot({
    calls: [call({ direction: 'incoming', autoAnswered: true })],
    audio: { ...speaking, path: 'speaker', muted: true },
  }),
  call: snapshot({ calls: [call({ encrypted: true, codec: 'G722' })], audio: speaking, handset: 'offHook' }),
  callPoor: snapshot({
    calls: [call({ codec: 'G722' })],
    qualities: [quality({ grade: 'poor' })],
    audio: speaking,
    handset: 'offHook',
  }),
  callNumberOnly: snapshot({
    calls: [call({ remote: { name: undefined, number: '+4930123456789' }, sentDigits: '12#' })],
    audio: { ...speaking, path: 'speaker', muted: true },
  }),
  waiting: snapshot({ calls: [call(), incomingCall], focusedCall: 'c2', audio: { ...speaking, ringing: true } }),
  twoCalls: snapshot({ calls: [heldCall, call()], focusedCall: 'c1', audio: speaking, handset: 'offHook' }),
  held: snapshot({ calls: [heldCall], audio: { ...speaking, path: 'none' } }),
  transferDialing: snapshot({
    calls: [heldCall],
    focusedCall: 'c3',
    dialing: { line: 0, number: '', offHook: true },
    transfer: { call: 'c3', consultation: undefined, ready: false, blind: true },
    audio: speaking,
  }),
  transferNumber: snapshot({
    calls: [heldCall],
    focusedCall: 'c3',
    dialing: { line: 0, number: '1002', offHook: true },
    transfer: { call: 'c3', consultation: undefined, ready: false, blind: true },
    audio: speaking,
  }),
  consulting: snapshot({
    calls: [heldCall, call()],
    focusedCall: 'c1',
    transfer: { call: 'c3', consultation: 'c1', ready: true, blind: true },
    audio: speaking,
  }),
  consultRinging: snapshot({
    calls: [heldCall, outgoingCall],
    focusedCall: 'c1',
    transfer: { call: 'c3', consultation: 'c1', ready: false, blind: true },
    audio: speaking,
  }),
  inviting: snapshot({
    calls: [heldCall],
    focusedCall: 'c3',
    dialing: { line: 0, number: '1002', offHook: true },
    inviting: { call: 'c3', consultation: undefined },
    audio: speaking,
  }),
  invited: snapshot({
    calls: [heldCall, call()],
    focusedCall: 'c1',
    inviting: { call: 'c3', consultation: 'c1' },
    conferenceOffer: 'join',
    audio: speaking,
  }),
  conference: snapshot({
    calls: [call(), parties[0]],
    focusedCall: 'c1',
    conference: {
      parties: [
        { call: 'c1', muted: false, talking: true },
        { call: 'p0', muted: false, talking: false },
      ],
      weTalk: false,
    },
    conferenceOffer: 'invite',
    audio: speaking,
  }),
  conferenceOfSix: snapshot({
    calls: [call(), ...parties],
    focusedCall: 'p1',
    conference: {
      parties: [
        { call: 'c1', muted: false, talking: true },
        { call: 'p0', muted: true, talking: false },
        { call: 'p1', muted: false, talking: false },
        { call: 'p2', muted: false, talking: false },
        { call: 'p3', muted: false, talking: false },
      ],
      weTalk: true,
    },
    audio: { ...speaking, path: 'speaker' },
  }),
  recorded: snapshot({
    calls: [call({ encrypted: true })],
    recordsCalls: true,
    recordedCall: 'c1',
    audio: speaking,
    handset: 'offHook',
  }),
  recordedPoor: snapshot({
    calls: [call({ encrypted: true, codec: 'G722' })],
    recordsCalls: true,
    recordedCall: 'c1',
    qualities: [quality({ grade: 'poor' })],
    audio: { ...speaking, muted: true },
    handset: 'offHook',
  }),
  serverConference: snapshot({
    calls: [
      call({
        conference: {
          count: 12,
          others: [
            { name: 'Ada Lovelace', number: '2001' },
            { name: undefined, number: '+442071838750' },
            { name: 'Mary Somerville', number: '2003' },
          ],
        },
      }),
    ],
    audio: speaking,
    handset: 'offHook',
  }),
  silenced: snapshot({ calls: [incomingCall], audio: { ...ringing, ringing: false } }),
  heldByRemote: snapshot({ calls: [call({ heldByRemote: true })], audio: speaking, handset: 'offHook' }),
  asked: snapshot({ calls: [{ ...incomingCall, direction: 'outgoing' }], audio: ringing }),
  conferenceRecorded: snapshot({
    calls: [call(), parties[0], heldCall],
    focusedCall: 'c1',
    conference: {
      parties: [
        { call: 'c1', muted: false, talking: true },
        { call: 'p0', muted: false, talking: false },
      ],
      weTalk: false,
    },
    conferenceOffer: 'join',
    recordsCalls: true,
    recordedCall: 'c1',
    audio: { ...speaking, path: 'headset', muted: true },
    headsetPlugged: true,
  }),
  conferenceHeld: snapshot({
    calls: [
      { ...call(), state: 'held' },
      { ...parties[0], state: 'held' },
    ],
    focusedCall: 'c1',
    conference: {
      parties: [
        { call: 'c1', muted: false, talking: false },
        { call: 'p0', muted: false, talking: false },
      ],
      weTalk: false,
    },
    audio: { ...speaking, path: 'none' },
  }),
  transferring: snapshot({ calls: [{ ...heldCall, transfer: { state: 'asked', text: '' } }] }),
  transferRinging: snapshot({ calls: [{ ...heldCall, transfer: { state: 'ringing', text: '' } }] }),
  transferFailed: snapshot({ calls: [{ ...heldCall, transfer: { state: 'failed', text: 'Number not found' } }] }),
  transferred: snapshot({
    calls: [{ ...endedCall, answeredAtMs: fixtureNowMs - 9000, ended: { reason: 'transferred', text: 'Transferred' } }],
  }),
  ended: snapshot({ calls: [endedCall] }),
};

/** One of them; a misspelt name fails the test instead of testing nothing. */
export function situation(name: string): PhoneSnapshot {
  const found = situations[name];
  if (found === undefined) throw new RangeError(`No situation ${name}`);
  return found;
}

/** A double of the boundary: keeps the commands in order and shows whatever snapshot it is given. */
export class FakePhone {
  readonly commands: string[] = [];
  readonly phone: Phone;
  #snapshot: PhoneSnapshot;
  readonly #listeners = new Set<() => void>();

  constructor(first: PhoneSnapshot) {
    this.#snapshot = first;
    const own: Partial<Phone> & { snapshot?: PhoneSnapshot } = {
      subscribe: (changed: () => void): Unsubscribe => {
        this.#listeners.add(changed);
        return () => void this.#listeners.delete(changed);
      },
    };
    this.phone = new Proxy(own as Phone, {
      get: (target, name: string) => {
        if (name === 'snapshot') return this.#snapshot;
        if (name === 'subscribe') return target.subscribe;
        if (name === 'directory' || name === 'recordings') return this.#part(name);
        return (...values: unknown[]) => void this.commands.push([name, ...values.filter((v) => v !== undefined)].join(' '));
      },
    });
  }

  /** Commands of a part of the phone. */
  #part(part: string): unknown {
    return new Proxy(
      {},
      {
        get:
          (_, name: string) =>
          (...values: unknown[]) => {
            const told = values
              .filter((value) => value !== undefined)
              .map((value) => (typeof value === 'object' ? JSON.stringify(value) : value));
            this.commands.push([`${part}.${name}`, ...told].join(' '));
          },
      },
    );
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  become(next: PhoneSnapshot): void {
    this.#snapshot = next;
    for (const changed of this.#listeners) changed();
  }
}
