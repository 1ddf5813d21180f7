// Notices: those that last stay until they are solved, whoever puts them away.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LineNotices } from '#firmware/lines/line-notices';
import { tellOfDuplicates, tellOfLink } from '#firmware/system/network-notices';
import { Notices } from '#firmware/system/notices';
import { line, snapshot } from '#test/support/phone-fixture';
import { lampStates } from '#ui/leds/lamp-states';

const failed = (reason: string) => [line(0, { registration: { state: 'failed', reason, retryAtMs: undefined } })];
const titles = (notices: Notices): readonly string[] => notices.all.map(({ title, seen }) => `${title}${seen ? ' (seen)' : ''}`);

describe('notices', () => {
  it('one that is put away leaves the idle screen, not the list; the lamp stays red until it is solved', () => {
    const notices = new Notices(() => {});
    const lines = new LineNotices(notices);
    const lamp = (): string | undefined => lampStates(snapshot({ notices: notices.all })).get('message')?.color;
    lines.follow(failed('Wrong password'));
    assert.deepEqual(titles(notices), ['Line 1: Wrong password']);
    notices.dismiss('line-0');
    lines.follow(failed('Wrong password'));
    assert.deepEqual(titles(notices), ['Line 1: Wrong password (seen)']);
    assert.equal(lamp(), 'red');
    lines.follow(failed('Server certificate is out of date'));
    assert.deepEqual(titles(notices), ['Certificate problem']);
    lines.follow([line(0)]);
    assert.deepEqual(titles(notices), []);
    assert.equal(lamp(), 'off');
  });

  it('one that nothing solves goes when it is put away', () => {
    const notices = new Notices(() => {});
    notices.raise({ id: 'a', severity: 'error', title: 'Settings were damaged', text: '' });
    notices.dismiss('a');
    notices.dismiss('unknown');
    assert.deepEqual(titles(notices), []);
  });

  it('a network without addresses is a link failure until there are some', () => {
    const notices = new Notices(() => {});
    const loopback = [{ family: 4, address: '127.0.0.1', interface: 'lo' }] as const;
    tellOfLink(loopback, true, notices);
    assert.deepEqual(titles(notices), []);
    tellOfLink(loopback, false, notices);
    assert.deepEqual(titles(notices), ['LAN link failure']);
    tellOfLink([{ family: 4, address: '192.0.2.4', interface: 'eth0' }, ...loopback], false, notices);
    assert.deepEqual(titles(notices), []);
    tellOfLink([], true, notices);
    assert.equal(notices.all[0]?.kind, 'lanLink');
  });

  it('an address that another device has is told of by name, in every language, until nobody has it', () => {
    const notices = new Notices(() => {});
    tellOfDuplicates(['2001:db8::5'], notices);
    assert.deepEqual(titles(notices), ['Duplicate IP address']);
    assert.deepEqual([notices.all[0]?.kind, notices.all[0]?.values], ['duplicateAddress', { address: '2001:db8::5' }]);
    tellOfDuplicates([], notices);
    assert.deepEqual(titles(notices), []);
  });
});
