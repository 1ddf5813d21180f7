// The other documents of events: message summaries, presence, registrations, lists, conferences, features, appearances, locations.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FeatureEvent, readFeatureEvents, writeFeatureRequest } from '#sip/event-package/as-feature-event';
import { readAppearances, writeAppearance } from '#sip/event-package/call-info';
import { ConferenceRoster, readConferenceInfo } from '#sip/event-package/conference-info';
import type { DocumentResult } from '#sip/event-package/document';
import { type MessageSummary, readMessageSummary } from '#sip/event-package/message-summary';
import { readPresence, writePresence } from '#sip/event-package/presence';
import { readDialogInfo } from '#sip/event-package/read-dialog-info';
import { RegInfoState, readRegInfo } from '#sip/event-package/reginfo';
import { readResourceList } from '#sip/event-package/rlmi';
import { parseContentType } from '#sip/message/content-type';
import { Headers } from '#sip/message/headers';
import { parseUri } from '#sip/message/uri';
import * as samples from './samples.ts';

function ok<T>(result: DocumentResult<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.problem);
  return result.value;
}

function summary(text: string): MessageSummary {
  return ok(readMessageSummary(Buffer.from(text)));
}

test('a message summary counts by class, urgent ones too', () => {
  const read = summary(samples.messageSummary);
  assert.deepEqual([read.waiting, read.account], [true, 'sip:1001@vm.example.com']);
  assert.deepEqual(read.counts.get('voice'), { new: 4, old: 8, newUrgent: 1, oldUrgent: 2 });
  assert.deepEqual(read.counts.get('fax'), { new: 1, old: 0, newUrgent: 0, oldUrgent: 0 });
  assert.equal(read.counts.size, 2);
});

test('a message summary may say no more than yes or no, in any case and with bare line feeds', () => {
  assert.equal(summary('messages-waiting: NO\n').waiting, false);
  assert.equal(summary('\r\nMessages-Waiting:yes').waiting, true);
  assert.equal(summary('Messages-Waiting: yes\nVoice-Message: many/2\nX: 1/1\n').counts.size, 0);
  assert.equal(summary('Messages-Waiting: yes\nVoice-Message: 99999999999999/2').counts.get('voice')?.new, 999_999);
  for (const text of ['', 'Voice-Message: 1/1', '\0']) assert.equal(readMessageSummary(Buffer.from(text)).ok, false);
});

test('presence tells open, activities and notes, wherever they stand', () => {
  const person = ok(readPresence(Buffer.from(samples.presenceOnThePhone)));
  assert.deepEqual(person.activities, ['on-the-phone', 'busy']);
  assert.deepEqual(person.tuples, [{ id: 't1', open: true, contact: 'sip:1002@10.0.0.4', note: 'On the phone' }]);
  assert.equal(person.note, 'Back at two');
  const status = ok(readPresence(Buffer.from(samples.presenceInStatus)));
  assert.deepEqual([status.activities, status.note, status.tuples[0]?.open], [['dnd'], 'Ready', false]);
  assert.equal(readPresence(Buffer.from('<presence/>')).ok, false);
});

test('presence that is written is read as the same', () => {
  const presence = {
    entity: 'sip:1001@h',
    tuples: [{ id: 't', open: true, contact: 'sip:1001@10.0.0.1', note: undefined }],
    activities: ['busy'],
    note: 'a < b',
  };
  assert.deepEqual(ok(readPresence(writePresence(presence))), presence);
});

test('registrations are put together; contacts that are gone go', () => {
  const state = new RegInfoState();
  assert.equal(state.apply(ok(readRegInfo(Buffer.from(samples.regInfo)))), 'applied');
  const [registration] = state.registrations;
  assert.deepEqual(
    [registration?.aor, registration?.state, registration?.contacts.length],
    ['sip:1001@example.com', 'active', 1],
  );
  const [contact] = registration?.contacts ?? [];
  assert.deepEqual(
    [contact?.uri, contact?.expiresS, contact?.displayName, contact?.gruu],
    ['sip:1001@10.0.0.1', 600, 'Ann', 'sip:1001@example.com;gr=x'],
  );
  const change = (version: number): string =>
    `<reginfo version="${version}" state="partial"><registration id="a7" aor="sip:1001@example.com" state="terminated"><contact id="76" state="terminated" event="deactivated"/></registration></reginfo>`;
  assert.equal(state.apply(ok(readRegInfo(Buffer.from(change(2))))), 'gap');
  assert.equal(state.apply(ok(readRegInfo(Buffer.from(change(1))))), 'applied');
  assert.deepEqual([state.registrations[0]?.state, state.registrations[0]?.contacts], ['terminated', []]);
});

test('a list of resources hands out each one’s own document', () => {
  const type = parseContentType(samples.resourceListBodyType);
  assert.ok(type !== undefined);
  const list = ok(readResourceList(type, Buffer.from(samples.resourceListBody)));
  assert.deepEqual([list.uri, list.version, list.scope], ['sip:blf@example.com', 0, 'full']);
  const [bob, third] = list.resources;
  assert.deepEqual([bob?.name, third?.name], ['Bob', undefined]);
  assert.deepEqual(
    [third?.instances[0]?.state, third?.instances[0]?.reason, third?.instances[0]?.part],
    ['terminated', 'noresource', undefined],
  );
  const part = bob?.instances[0]?.part;
  assert.equal(ok(readDialogInfo(part?.body ?? new Uint8Array())).dialogs[0]?.state, 'early');
});

test('a bare list, and a list of nothing', () => {
  const bare = (text: string): boolean =>
    readResourceList({ type: 'application/rlmi+xml', parameters: new Map() }, Buffer.from(text)).ok;
  assert.equal(bare('<list uri="sip:a@h" version="1" fullState="false"><resource uri="sip:b@h"/><resource/></list>'), true);
  assert.equal(bare('<list version="1"/>'), false);
  assert.equal(
    readResourceList({ type: 'multipart/related', parameters: new Map([['boundary', 'b']]) }, Buffer.from('x')).ok,
    false,
  );
});

test('a conference has a roster that changes', () => {
  const roster = new ConferenceRoster();
  const info = ok(readConferenceInfo(Buffer.from(samples.conferenceInfo)));
  assert.deepEqual([info.subject, info.maximumUsers, info.userCount, info.locked], ['Monday', 10, 2, false]);
  assert.equal(roster.apply(info), 'applied');
  assert.deepEqual(
    roster.users.map((user) => [user.displayName, user.status, ...user.roles]),
    [
      ['Ann', 'connected', 'moderator'],
      [undefined, 'on-hold'],
    ],
  );
  const change = (version: number, users: string): string =>
    `<conference-info entity="sip:3000@example.com" state="partial" version="${version}"><users state="partial">${users}</users></conference-info>`;
  const left = '<user entity="sip:bob@example.com" state="deleted"/>';
  const held = '<user entity="sip:ann@example.com" state="partial"><endpoint><status>on-hold</status></endpoint></user>';
  assert.equal(roster.apply(ok(readConferenceInfo(Buffer.from(change(2, left + held))))), 'applied');
  assert.deepEqual(
    roster.users.map((user) => [user.displayName, user.status]),
    [['Ann', 'on-hold']],
  );
  assert.equal(roster.apply(ok(readConferenceInfo(Buffer.from(change(4, ''))))), 'gap');
  const over = '<conference-info entity="sip:3000@example.com" state="deleted" version="3"/>';
  roster.apply(ok(readConferenceInfo(Buffer.from(over))));
  assert.deepEqual([roster.over, roster.users.length], [true, 0]);
});

test('feature events come alone or together', () => {
  const alone = ok(readFeatureEvents('application/x-as-feature-event+xml', Buffer.from(samples.doNotDisturbEvent)));
  assert.deepEqual(alone, [{ feature: 'doNotDisturb', on: true }]);
  assert.deepEqual(ok(readFeatureEvents(samples.featureEventsType, Buffer.from(samples.featureEvents))), [
    { feature: 'doNotDisturb', on: true },
    { feature: 'forwarding', kind: 'noAnswer', on: true, target: '2000', ringCount: 4 },
    { feature: 'forwarding', kind: 'always', on: false, target: undefined, ringCount: undefined },
  ]);
  assert.deepEqual(ok(readFeatureEvents(undefined, Buffer.from('<AgentLoggedOnEvent/>'))), []);
  assert.equal(readFeatureEvents(undefined, Buffer.from('<')).ok, false);
});

test('feature requests say what they ask for', () => {
  const requests: readonly FeatureEvent[] = [
    { feature: 'doNotDisturb', on: false },
    { feature: 'forwarding', kind: 'busy', on: true, target: '2000<', ringCount: undefined },
    { feature: 'forwarding', kind: 'noAnswer', on: false, target: undefined, ringCount: 3 },
  ];
  for (const request of requests) assert.deepEqual(ok(readFeatureEvents(undefined, writeFeatureRequest(request))), [request]);
});

test('Call-Info tells the appearances of a line', () => {
  const read = readAppearances(new Headers().set('Call-Info', samples.callInfo));
  assert.deepEqual(
    read.map(({ index, state, party }) => [index, state, party?.displayName]),
    [
      [1, 'active', 'Smith, Bob'],
      [2, 'held-private', undefined],
      ['*', 'idle', undefined],
    ],
  );
  for (const value of [
    '<sip:a>;appearance-index=0',
    '<sip:a>;appearance-index=256',
    'sip:a',
    '<sip:a>;appearance-index=x;',
    '<',
    '',
  ]) {
    assert.deepEqual(readAppearances(new Headers().set('Call-Info', value)), [], value);
  }
  const odd = readAppearances(
    new Headers().set('Call-Info', '<sip:a>;appearance-index=1;appearance-state=odd;appearance-uri="<<"'),
  );
  assert.deepEqual(odd, [{ index: 1, state: undefined, party: undefined }]);
});

test('an appearance that is written is read as the same', () => {
  const [first] = readAppearances(new Headers().set('Call-Info', samples.callInfo));
  assert.ok(first !== undefined);
  const written = writeAppearance(parseUri('sip:as.example.com'), first);
  assert.deepEqual(readAppearances(new Headers().set('Call-Info', written)), [first]);
});
