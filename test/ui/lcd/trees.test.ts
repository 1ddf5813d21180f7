// What the screens say: the semantic tree of every situation.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { call, endedCall, fixtureNowMs, heldCall, incomingCall, situation, snapshot } from '#test/support/phone-fixture';
import { pictureOf } from '#test/support/screen-fixture';
import { numberEditor, searchEditor } from '#ui/entry/fields';
import type { Navigation, Page } from '#ui/lcd/navigation';
import type { Picture } from '#ui/lcd/screens/render';
import type { SemanticTree } from '#ui/lcd/semantic-tree';
import type { PhoneSnapshot } from '#ui/phone';

function treeOf(phone: PhoneSnapshot | string, navigation: Partial<Navigation> = {}): SemanticTree {
  return pictureOf('color-320', typeof phone === 'string' ? situation(phone) : phone, { navigation }).tree;
}

const onPage = (page: Page): Partial<Navigation> => ({ pages: [page] });
const actions = (tree: SemanticTree): string => tree.softkeys.map((key) => key.action || '-').join(' ');

describe('soft keys of each screen', () => {
  const expected: readonly (readonly [string, string, string])[] = [
    ['boot', 'boot', '- - - -'],
    ['recovery', 'recovery', '- - - close'],
    ['idle', 'idle', 'redial directory dnd menu'],
    ['idleBusy', 'idle', 'missed directory dnd menu'],
    ['idleNotice', 'idle', 'details directory dnd menu'],
    ['offhook', 'offhook', 'redial directory lines cancel'],
    ['dialing', 'dialing', 'dial delete save cancel'],
    ['outgoing', 'outgoing', '- - - end'],
    ['incoming', 'incoming', 'answer reject divert silence'],
    ['idleForwarded', 'idle', 'voiceMail directory dnd menu'],
    ['call', 'call', 'hold transfer newCall end'],
    ['waiting', 'incoming', 'answer reject divert silence'],
    ['twoCalls', 'call', 'hold swap more end'],
    ['held', 'held', 'resume newCall transfer end'],
    ['transferDialing', 'consult', '- directory - cancel'],
    ['transferNumber', 'consult', 'dial blind delete cancel'],
    ['consulting', 'consult', 'transfer swap - cancel'],
    ['consultRinging', 'consult', '- - - cancel'],
    ['transferring', 'held', 'resume newCall transfer end'],
    ['transferred', 'ended', 'redial - save close'],
    ['ended', 'ended', 'redial - save close'],
  ];
  for (const [name, screen, softKeys] of expected) {
    it(`${name}: ${screen} with ${softKeys}`, () => {
      const tree = treeOf(name);
      assert.equal(tree.screen, screen);
      assert.equal(actions(tree), softKeys);
      assert.ok(tree.softkeys.every((key) => (key.label === '') === (key.action === '')));
    });
  }

  it('offers no redial before anything was dialled, and no lines with one line', () => {
    const fresh = { ...situation('offhook'), callLog: [], lines: snapshot().lines.slice(0, 1) };
    assert.equal(actions(treeOf(fresh)), '- directory - cancel');
    assert.equal(actions(treeOf(snapshot({ callLog: [] }))), '- directory dnd menu');
  });

  it('takes Silence away once the phone is silent', () => {
    const ringing = situation('incoming');
    const tree = treeOf({ ...ringing, audio: { ...ringing.audio, ringing: false } });
    assert.equal(actions(tree), 'answer reject divert -');
    assert.ok(tree.items.some((item) => item.id === 'silenced'));
  });
});

describe('who calls', () => {
  const texts = (name: string): string => JSON.stringify(treeOf(name).items);

  it('is Anonymous where the name is withheld', () => assert.match(texts('incomingAnonymous'), /"Anonymous"/));

  it('is warned of when the number is not the caller’s own, and vouched for when it is', () => {
    assert.equal(treeOf('incomingSuspicious').title, 'Suspicious call');
    assert.match(texts('incomingVerified'), /Number verified/);
    assert.doesNotMatch(texts('incoming'), /verified|Suspicious/);
  });

  it('was transferred or sent on, which is told with the name', () => {
    assert.match(texts('transferredTo'), /Transferred by Front desk/);
    assert.match(texts('outgoingForwarded'), /Forwarded to \+44 20 7123 4567/);
    assert.match(texts('incomingDiverted'), /Diverted by Front desk/);
  });

  it('was let in by the phone itself', () => assert.match(texts('autoAnswered'), /Answered by itself/));
});

describe('forwarding', () => {
  it('shows on the idle screen and in the menu', () => {
    assert.match(JSON.stringify(treeOf('idleForwarded').items), /Calls to \+44 20 7123 4567/);
    const rows = treeOf('idleForwarded', onPage({ page: 'forwarding', focus: 0 })).items;
    assert.deepEqual(
      rows.map(({ text, detail }) => [text, detail]),
      [
        ['All calls', '+44 20 7123 4567'],
        ['When busy', 'Off'],
        ['No answer', 'Off'],
      ],
    );
  });

  it('offers to be switched off where it is on', () => {
    const page = { page: 'forwardTo', kind: 'always', editor: numberEditor('1003'), focus: 0 } as const;
    assert.equal(actions(treeOf('idleForwarded', onPage(page))), 'save delete switchOff cancel');
    assert.equal(actions(treeOf('idle', onPage(page))), 'save delete mode cancel');
  });
});

describe('calls', () => {
  it('says who, the number as dialled, the state and the time', () => {
    const tree = treeOf('call');
    assert.equal(tree.id, 'c1');
    assert.deepEqual(tree.items[0], { role: 'call', id: 'c1', text: 'Grace Hopper', detail: '1002', state: 'Connected 1:23' });
    assert.equal(tree.focus, 0);
    assert.ok(tree.items.some((item) => item.id === 'encrypted'));
  });

  it('shows a number without a name in groups and keeps it whole for who reads the tree', () => {
    const [first] = treeOf('callNumberOnly').items;
    assert.equal(first?.text, '+49 30 123 456 789');
    assert.equal(first?.detail, '+4930123456789');
  });

  it('writes a number as the country does that the phone stands in', () => {
    const phone = snapshot({ calls: [call({ remote: { name: undefined, number: '02071234567' } })] });
    const name = (country: string): string | undefined =>
      pictureOf('color-320', phone, { values: { 'voip/regional_settings/selected_country': country } }).tree.items[0]?.text;
    assert.equal(name('UK'), '020 7123 4567');
    assert.equal(name('France'), '020 712 345 67');
  });

  it('puts a waiting call in front and keeps the running one in sight', () => {
    const calls = treeOf('waiting').items.filter((item) => item.role === 'call');
    assert.deepEqual(
      calls.map((item) => [item.text, item.state]),
      [
        ['Grace Hopper', 'Connected 1:23'],
        ['Ada Lovelace', 'Call waiting'],
      ],
    );
    assert.equal(treeOf('waiting').id, 'c2');
  });

  it('shows the running call when the person has gone back to it', () => {
    const tree = treeOf({ ...situation('waiting'), focusedCall: 'c1' });
    assert.equal(tree.screen, 'call');
    assert.equal(tree.id, 'c1');
  });

  it('tells why a call ended with a held one in sight, which can be taken back', () => {
    const tree = treeOf(snapshot({ calls: [heldCall, endedCall], focusedCall: 'c4' }));
    assert.equal(tree.screen, 'ended');
    assert.equal(actions(tree), 'redial resume save close');
    assert.ok(tree.items.some((item) => item.id === 'c3'));
  });

  it('keeps the call that the phone has in front before one that has just ended', () => {
    assert.equal(treeOf(snapshot({ calls: [heldCall, endedCall], focusedCall: 'c3' })).screen, 'held');
    assert.equal(treeOf(snapshot({ calls: [heldCall, endedCall], focusedCall: 'gone' })).screen, 'held');
  });

  it('a call that comes while the line is open waits below the number, to be answered from there', () => {
    const waits = { ...situation('dialing'), calls: [incomingCall], focusedCall: undefined };
    const tree = treeOf(waits);
    assert.equal(tree.screen, 'dialing');
    assert.equal(actions(tree), 'dial delete answer cancel');
    assert.ok(tree.items.some((item) => item.id === 'c2'));
    assert.equal(treeOf({ ...waits, focusedCall: 'c2' }).screen, 'incoming');
    assert.equal(
      actions(treeOf({ ...situation('offhook'), calls: [incomingCall], focusedCall: undefined })),
      'redial directory answer cancel',
    );
  });

  it('a call that comes while a number is typed on-hook is in front', () => {
    const tree = treeOf({ ...situation('dialingOnHook'), calls: [incomingCall], focusedCall: 'c2' });
    assert.equal(tree.screen, 'incoming');
  });

  it('tells why a call ended, in the words of the call or in its own', () => {
    assert.equal(treeOf('ended').title, 'Busy');
    const wordless = { ...endedCall, ended: { reason: 'noAnswer', text: '' } as const };
    assert.equal(treeOf(snapshot({ calls: [wordless] })).title, 'No answer');
  });

  it('says that the other side holds', () => {
    assert.equal(treeOf(snapshot({ calls: [call({ heldByRemote: true })] })).title, 'You are on hold');
  });

  it('counts the calls that there is no room for', () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ ...heldCall, id }));
    const tree = treeOf(snapshot({ calls: [call(), ...many], focusedCall: 'c1' }));
    const shown = tree.items.filter((item) => item.role === 'call').length;
    assert.ok(tree.items.some((item) => item.text === `${7 - shown} more calls`));
    const dialing = treeOf({ ...situation('dialing'), calls: many.slice(0, 3), focusedCall: 'c' });
    assert.ok(dialing.items.some((item) => item.text === '1 more call'));
  });

  it('a caller who tells nothing is Unknown', () => {
    const anonymous = { ...incomingCall, remote: { name: undefined, number: '' } };
    assert.equal(treeOf(snapshot({ calls: [anonymous] })).items[0]?.text, 'Unknown');
  });
});

describe('idle', () => {
  it('shows the time only when it is to be trusted', () => {
    const text = (trusted: boolean): string | undefined =>
      pictureOf('color-320', snapshot(), { trusted }).tree.items.find((item) => item.id === 'time')?.text;
    assert.equal(text(true), '14:32');
    assert.equal(text(false), '--:--');
  });

  it('says how each line stands', () => {
    const lines = treeOf('idleBusy').items.filter((item) => item.role === 'line');
    assert.deepEqual(
      lines.map((item) => [item.id, item.text, item.state]),
      [
        ['line1', 'Reception', 'Registered'],
        ['line2', '1002', 'Wrong password'],
      ],
    );
  });

  it('carries the gravest notice', () => {
    assert.equal(treeOf('idleNotice').notice?.title, 'Line 1: wrong password');
    assert.equal(treeOf('idle').notice, null);
  });
});

describe('recovery', () => {
  it('is told before anything else, until it was read or half a minute has passed', () => {
    const repaired = situation('recovery');
    const at = (laterMs: number, seen: boolean): string => {
      const notices = repaired.notices.map((notice) => (seen ? { ...notice, seen: true as const } : notice));
      return pictureOf('color-320', { ...repaired, phase: 'starting', notices }, { nowMs: fixtureNowMs + laterMs }).tree.screen;
    };
    assert.equal(at(0, false), 'recovery');
    assert.equal(at(24_999, false), 'recovery');
    assert.equal(at(25_000, false), 'idle');
    assert.equal(at(0, true), 'idle');
  });

  it('gives way to a call', () => {
    const { calls, audio } = situation('incoming');
    assert.equal(pictureOf('color-320', { ...situation('recovery'), calls, audio }).tree.screen, 'incoming');
  });
});

describe('boot', () => {
  it('gives way to idle after three seconds, whatever the lines do', () => {
    const at = (laterMs: number): string =>
      pictureOf('color-320', situation('boot'), { nowMs: fixtureNowMs + laterMs }).tree.screen;
    assert.equal(at(2_499), 'boot');
    assert.equal(at(2_500), 'idle');
  });

  it('says the name of the product, the words of the logo, or neither', () => {
    const titleWith = (shown: string): string => {
      const values = { 'personal_settings/logo_shown': shown, 'personal_settings/logo_text': 'Acme & Sons' };
      return pictureOf('color-320', situation('boot'), { values }).tree.items[0]?.text ?? '';
    };
    assert.deepEqual(['DEFAULT', 'TEXT', 'NONE'].map(titleWith), ['Hookswitch', 'Acme & Sons', '']);
  });
});

describe('pages', () => {
  it('the call log shows kinds, tabs and the focus', () => {
    const tree = treeOf('idle', onPage({ page: 'callLog', filter: 'missed', editor: searchEditor('en'), focus: 1 }));
    assert.equal(tree.screen, 'list');
    assert.equal(tree.id, 'callLog');
    assert.equal(actions(tree), 'dial details more back');
    const rows = tree.items.filter((item) => item.role === 'row');
    assert.ok(rows.length > 0 && rows.every((row) => row.state?.startsWith('missed')));
    assert.equal(tree.items[tree.focus ?? -1]?.selected, true);
    assert.equal(tree.items.find((item) => item.role === 'tab' && item.selected)?.id, 'missed');
  });

  it('a screen without tabs says in its title which calls these are', () => {
    const title = (filter: 'all' | 'missed'): string =>
      pictureOf('mono-128', snapshot(), { navigation: onPage({ page: 'callLog', filter, editor: searchEditor('en'), focus: 0 }) })
        .tree.title;
    assert.equal(title('all'), 'Call log');
    assert.equal(title('missed'), 'Missed');
  });

  it('an empty call log says so and offers only the way back', () => {
    const tree = treeOf(
      snapshot({ callLog: [] }),
      onPage({ page: 'callLog', filter: 'all', editor: searchEditor('en'), focus: 0 }),
    );
    assert.equal(actions(tree), '- - - back');
    assert.ok(tree.items.some((item) => item.text === 'No calls yet'));
    const missed = treeOf(
      snapshot({ callLog: [] }),
      onPage({ page: 'callLog', filter: 'missed', editor: searchEditor('en'), focus: 0 }),
    );
    assert.ok(missed.items.some((item) => item.text === 'No missed calls'));
  });

  it('status has lines, addresses, MAC, version and uptime', () => {
    const rows = treeOf('idle', onPage({ page: 'status', focus: 0 })).items;
    const byId = new Map(rows.map((row) => [row.id, row.detail]));
    assert.equal(byId.get('line1'), 'Registered');
    assert.equal(byId.get('address1'), '192.0.2.17');
    assert.equal(byId.get('mac'), '02:00:00:00:00:17');
    assert.equal(byId.get('version'), '0.1.0');
    assert.equal(byId.get('uptime'), '2 d 0:00');
  });

  it('the theme in use is marked in words too', () => {
    const rows = treeOf('idle', onPage({ page: 'themes', focus: 1 })).items;
    assert.deepEqual(
      rows.map((row) => row.state),
      ['chosen', undefined, undefined],
    );
  });

  it('a call that nobody answered has no duration', () => {
    const ids = (entry: number): readonly (string | undefined)[] =>
      treeOf('idle', onPage({ page: 'callDetails', entry, focus: 0 })).items.map((item) => item.id);
    assert.ok(!ids(100).includes('duration'));
    assert.ok(ids(99).includes('duration'));
  });

  it('an incoming call comes before any page', () => {
    assert.equal(treeOf('incoming', onPage({ page: 'menu', focus: 0 })).screen, 'incoming');
  });

  it('menus, notice and editor have their names', () => {
    assert.equal(treeOf('idle', onPage({ page: 'menu', focus: 0 })).id, 'main');
    assert.equal(treeOf('idle', onPage({ page: 'volume', focus: 0 })).id, 'volume');
    assert.equal(treeOf('idleNotice', onPage({ page: 'notice', notice: 'n1', focus: 0 })).screen, 'notice');
    const edit = treeOf('idle', onPage({ page: 'editNumber', editor: numberEditor('123'), line: 0, focus: 0 }));
    assert.equal(edit.screen, 'edit');
    assert.equal(actions(edit), 'dial delete mode cancel');
  });
});

describe('the dial keys by touch', () => {
  const keypad = (name: string) =>
    pictureOf('touch-800', situation(name), { navigation: { pages: [{ page: 'keypad', focus: 0 }] } });
  const dialKeys = ({ targets }: Picture): number => targets.filter((target) => 'key' in target).length;

  it('open in a conference, where a touch chooses who hears them', () => {
    const closed = pictureOf('touch-800', situation('conference'));
    assert.equal(dialKeys(closed), 0);
    assert.ok(closed.tree.items.some(({ id }) => id === 'keypad'));
    const open = keypad('conference');
    assert.equal(dialKeys(open), 12);
    assert.deepEqual(
      open.tree.softkeys.map(({ action }) => action),
      ['hold', '', 'close', 'end'],
    );
    const parties = open.targets.flatMap((target) =>
      'intent' in target && target.intent.do === 'focusCall' ? [target.intent.call] : [],
    );
    assert.equal(parties.length, situation('conference').conference?.parties.length);
  });

  it('tell what the party in front was sent', () => {
    const phone = situation('conference');
    const calls = phone.calls.map((call) => (call.id === phone.focusedCall ? { ...call, sentDigits: '42#' } : call));
    const { tree } = pictureOf('touch-800', { ...phone, calls }, { navigation: { pages: [{ page: 'keypad', focus: 0 }] } });
    assert.equal(tree.items.find(({ id }) => id === 'digits')?.text, '42#');
  });

  it('are there before the answer where an announcement is heard, and not on hold', () => {
    const phone = situation('outgoing');
    const progress = { ...phone, calls: phone.calls.map((call) => ({ ...call, phase: 'progress' as const })) };
    assert.ok(pictureOf('touch-800', progress).tree.items.some(({ id }) => id === 'keypad'));
    assert.equal(dialKeys(keypad('conferenceHeld')), 0);
  });
});
