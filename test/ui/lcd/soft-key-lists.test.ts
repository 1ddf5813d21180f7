// The administrator's soft keys: in their places, only those that mean something now, and the usual ones where none does.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findParameter } from '#config/schema';
import type { Parameters } from '#firmware/lines/line-settings';
import { softKeyLists } from '#firmware/soft-key-lists';
import { call, heldCall, incomingCall, outgoingCall, snapshot } from '#test/support/phone-fixture';
import { pictureOf } from '#test/support/screen-fixture';
import type { PhoneSnapshot } from '#ui/phone';

const reported: string[] = [];

function keys(lists: Readonly<Record<string, string>>, values: Partial<PhoneSnapshot> = {}, softKeyPage = 0): string {
  reported.length = 0;
  const get = (path: string): unknown => lists[path.replace('personal_settings/soft_keys/', '')] ?? findParameter(path)?.default;
  const made = softKeyLists({ get } as Parameters, (path, problem) => reported.push(`${path.split('/').at(-1)}: ${problem}`));
  const picture = pictureOf('color-320', snapshot(values), { softKeyLists: made, navigation: { softKeyPage } });
  return picture.tree.softkeys.map(({ action }) => action || '-').join(' ');
}

describe('soft keys of a list', () => {
  it('stand in their places on each screen', () => {
    assert.equal(keys({ idle: 'redial|1;dir|2;dnd|4' }), 'redial directory - dnd');
    assert.equal(keys({ off_hook: 'dir;cancel|4' }, { dialing: { line: 0, number: '', offHook: true } }), 'directory - - cancel');
    assert.equal(
      keys({ dialing: 'dial;delchr;cancel' }, { dialing: { line: 0, number: '1', offHook: true } }),
      'dial delete cancel -',
    );
    assert.equal(
      keys(
        { ringing: 'ignore|2;answer|1', idle: 'dnd' },
        { calls: [incomingCall], audio: { ...snapshot().audio, ringing: true } },
      ),
      'answer silence - -',
    );
    assert.equal(keys({ connected: 'endcall|1;hold|2;xfer' }, { calls: [call()] }), 'end hold transfer -');
    assert.equal(keys({ hold: 'resume;newcall;endcall|4' }, { calls: [heldCall] }), 'resume newCall - end');
    assert.equal(keys({ progressing: 'endcall' }, { calls: [outgoingCall] }), 'end - - -');
  });

  it('are turned with More when they are too many', () => {
    const lists = { idle: 'redial;dir;dnd;cfwd;menu' };
    assert.equal(keys(lists), 'redial directory dnd more');
    assert.equal(keys(lists, {}, 1), 'divert menu - more');
  });

  it('that mean nothing now are left out, and the usual ones stand where none is left', () => {
    assert.equal(keys({ connected: 'answer;dial' }, { calls: [call()] }), keys({}, { calls: [call()] }));
    assert.equal(keys({ missed_calls: 'miss|1', idle: 'dnd|1' }, { missedCalls: 2 }), 'missed - - -');
  });

  it('of one’s own call their number', () => {
    assert.equal(keys({ idle: 'psk2|3', 'own/1/function': 'fnc=sd;ext=1002@$PROXY;nme=Ben' }), '- - psk2 -');
  });

  it('that nobody knows are reported, and the others hold', () => {
    assert.equal(keys({ idle: 'teleport;dnd|1;psk3;redial||', 'own/0/function': 'nonsense' }), 'dnd - - -');
    assert.deepEqual(reported, [
      'function: fnc=sd with ext= expected',
      'idle: a keyword, and behind | its place expected at character 21',
      'idle: teleport is no soft key of this phone',
      'idle: psk3 is no soft key of this phone',
    ]);
    assert.equal(keys({ enabled: '', idle: 'dnd' }), keys({}));
  });
});
