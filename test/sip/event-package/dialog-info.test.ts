// dialog-info as exchanges send it, how partial documents are put together, and what we write.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DialogInfo, isHeld, type WatchedDialog } from '#sip/event-package/dialog-info';
import { DialogInfoState } from '#sip/event-package/dialog-info-state';
import { readDialogInfo } from '#sip/event-package/read-dialog-info';
import { writeDialogInfo } from '#sip/event-package/write-dialog-info';
import { asteriskHeld, asteriskRinging, blaSeized, freeSwitchIdle, kamailioTrying, sharedHeld } from './samples.ts';

function read(text: string | Uint8Array): DialogInfo {
  const result = readDialogInfo(typeof text === 'string' ? Buffer.from(text) : text);
  assert.ok(result.ok, result.ok ? '' : result.problem);
  return result.value;
}

function only(text: string): WatchedDialog {
  const [dialog] = read(text).dialogs;
  assert.ok(dialog !== undefined);
  return dialog;
}

function partial(version: number, ...dialogs: readonly string[]): DialogInfo {
  return read(`<dialog-info entity="sip:a@h" version="${version}" state="partial">${dialogs.join('')}</dialog-info>`);
}

const dialog = (id: string, state: string): string => `<dialog id="${id}"><state>${state}</state></dialog>`;

test('a ringing extension tells who calls and what a pickup replaces', () => {
  const { version, scope, entity } = read(asteriskRinging);
  assert.deepEqual([version, scope, entity], [3, 'full', 'sip:1002@10.0.0.9']);
  const { state, direction, callId, localTag, remoteTag, remote } = only(asteriskRinging);
  assert.deepEqual([state, direction, callId, localTag, remoteTag], ['early', 'recipient', 'pickup-7b1c', 'as7', 'x']);
  assert.deepEqual(remote, {
    identity: 'sip:1001@10.0.0.9',
    displayName: 'Ann & Bob',
    target: 'sip:1001@10.0.0.9',
    rendering: undefined,
  });
});

test('states in capitals are states; unknown ones are no dialog', () => {
  assert.equal(only(kamailioTrying).state, 'trying');
  assert.deepEqual(read(`<dialog-info entity="sip:a@h">${dialog('1', 'sleeping')}<dialog id="2"/></dialog-info>`).dialogs, []);
});

test('appearance, exclusive and rendering make a held call of a shared line', () => {
  const held = only(sharedHeld);
  assert.deepEqual([held.appearance, held.exclusive, held.durationS, isHeld(held)], [2, true, 17, true]);
  assert.equal(held.remote?.displayName, 'Carol');
});

test('a hint on hold is held, though Asterisk spells the parameter in its own way', () => {
  assert.ok(isHeld(only(asteriskHeld)));
});

test('x-line-id of the old draft counts from 0', () => {
  assert.deepEqual([only(blaSeized).appearance, only(blaSeized).exclusive], [1, false]);
});

test('what is written is read as the same', () => {
  for (const sample of [asteriskRinging, kamailioTrying, sharedHeld, freeSwitchIdle]) {
    assert.deepEqual(read(writeDialogInfo(read(sample))), read(sample));
  }
});

test('documents without an entity, of another kind or broken are problems', () => {
  for (const text of ['', '<presence/>', '<dialog-info version="1"/>', asteriskRinging.slice(0, 300)]) {
    assert.equal(readDialogInfo(Buffer.from(text)).ok, false, text);
  }
});

test('partial documents add, change and end dialogs', () => {
  const state = new DialogInfoState();
  assert.equal(
    state.apply(read(`<dialog-info entity="sip:a@h" version="4" state="full">${dialog('1', 'early')}</dialog-info>`)),
    'applied',
  );
  assert.equal(state.apply(partial(5, dialog('1', 'confirmed'), dialog('2', 'trying'))), 'applied');
  assert.deepEqual(
    state.dialogs.map((each) => [each.id, each.state]),
    [
      ['1', 'confirmed'],
      ['2', 'trying'],
    ],
  );
  assert.equal(state.apply(partial(6, dialog('1', 'terminated'))), 'applied');
  assert.deepEqual(
    state.dialogs.map((each) => each.id),
    ['2'],
  );
});

test('a version that was missed asks for the whole state, an old one changes nothing', () => {
  const state = new DialogInfoState();
  assert.equal(state.apply(partial(1, dialog('1', 'early'))), 'gap');
  assert.equal(state.apply(read(asteriskRinging)), 'applied');
  assert.equal(state.apply(partial(5, dialog('2', 'early'))), 'gap');
  assert.equal(state.apply(partial(3, dialog('2', 'early'))), 'stale');
  assert.deepEqual(
    state.dialogs.map((each) => each.id),
    ['1002'],
  );
});

test('a notifier that began anew is believed, and a full document is all there is', () => {
  const state = new DialogInfoState();
  state.apply(read(sharedHeld));
  assert.equal(state.apply(read(freeSwitchIdle)), 'applied');
  assert.deepEqual(state.dialogs, []);
  state.apply(read(sharedHeld));
  state.forget();
  assert.deepEqual(state.dialogs, []);
  assert.equal(state.apply(partial(11, dialog('9', 'early'))), 'gap');
});

test('nobody fills the table', () => {
  const state = new DialogInfoState();
  state.apply(read('<dialog-info entity="sip:a@h" version="0" state="full"/>'));
  for (let version = 1; version <= 20; version++) {
    state.apply(partial(version, ...Array.from({ length: 100 }, (_, i) => dialog(`${version}-${i}`, 'early'))));
  }
  assert.equal(state.dialogs.length, 256);
});
