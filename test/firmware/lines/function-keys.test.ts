// Function keys that dial, watch and take calls over: one subscription each, or one list for all.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findParameter } from '#config/schema';
import { FunctionKeys, type FunctionKeysOptions } from '#firmware/lines/function-keys';
import type { Parameters } from '#firmware/lines/line-settings';
import { dialogInfoType } from '#sip/event-package/dialog-info';
import { serializeUri } from '#sip/message/uri';
import type { WatchListEvent, WatchListRequest } from '#sip/ua/subscription/watch-list';
import { MemoryLog } from '#test/support/memory-log';

interface Asked {
  readonly request: WatchListRequest;
  readonly tell: (event: WatchListEvent) => void;
  readonly did: string[];
}

const key = (index: number, number: string, type = 'SPEED_DIAL_BLF'): Record<string, string | number> => ({
  [`personal_settings/functional_key/${index}/type`]: type,
  [`personal_settings/functional_key/${index}/key_label`]: `Key ${number}`,
  [`personal_settings/functional_key/${index}/speed_dial_number`]: number,
  [`personal_settings/functional_key/${index}/shared_line_index`]: 0,
});

class Bench {
  readonly asked: Asked[] = [];
  values: Record<string, string | number> = {};
  account = this.#newAccount();
  readonly keys: FunctionKeys = new FunctionKeys({
    log: new MemoryLog(),
    parameters: { get: (path: string) => this.values[path] ?? findParameter(path)?.default } as unknown as Parameters,
    accountOf: (line) => (line === 0 ? this.account : undefined),
    changed: () => {},
  });

  constructor(values: Record<string, string | number>) {
    this.values = values;
    this.keys.configure();
  }

  renewAccount(): void {
    this.account = this.#newAccount();
  }

  #newAccount(): NonNullable<ReturnType<FunctionKeysOptions['accountOf']>> {
    return {
      settings: { domain: 'example.net' },
      watch: (request, tell) => {
        const did: string[] = [];
        this.asked.push({ request, tell, did });
        return {
          refresh: (resource) => void did.push(`refresh ${resource}`),
          close: () => void did.push('close'),
          abandon: () => void did.push('abandon'),
        };
      },
    };
  }

  notify(index: number, body: string, resource = 'sip:2002@example.net'): void {
    const bytes = new TextEncoder().encode(body);
    this.asked[index]?.tell({ type: 'resourceNotified', resource, contentType: dialogInfoType, body: bytes });
  }

  watches(index: number): readonly string[] {
    return this.asked[index]?.request.resources.map(serializeUri) ?? [];
  }

  get states(): readonly string[] {
    return this.keys.snapshots.map(({ state }) => state);
  }
}

const dialog = (state: string, more = 'direction="recipient"', inner = ''): string =>
  `<dialog id="d" call-id="c1" local-tag="watched" remote-tag="caller" ${more}><state>${state}</state>
   <remote><identity display="Dora">sip:2004@example.net</identity><target uri="sip:2004@192.0.2.4:5062"/></remote>${inner}</dialog>`;
const info = (version: number, dialogs: string, scope = 'full'): string =>
  `<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="${version}" state="${scope}" entity="sip:2002@example.net">${dialogs}</dialog-info>`;

describe('a key that watches', () => {
  it('subscribes to the dialogs of its number at the account’s domain', () => {
    const bench = new Bench({ ...key(0, '2002'), ...key(1, '2003', 'SPEED_DIAL') });
    const { asked } = bench;
    assert.equal(asked.length, 1);
    assert.equal(asked[0]?.request.event, 'dialog');
    assert.deepEqual(bench.watches(0), ['sip:2002@example.net']);
  });

  it('watches presence where the key says so: there, busy, away, and what can not be read changes nothing', () => {
    const bench = new Bench({ ...key(0, '2002', 'SPEED_DIAL_PRESENCE'), ...key(1, '2003') });
    assert.deepEqual(
      bench.asked.map(({ request }) => request.event),
      ['dialog', 'presence'],
    );
    const pidf = (basic: string, activity = ''): string =>
      `<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:2002@example.net"><tuple id="t"><status><basic>${basic}</basic></status></tuple>
       <person><activities>${activity}</activities></person></presence>`;
    const seen = [pidf('open'), pidf('open', '<on-the-phone/>'), pidf('open', '<DND/>'), '<presence', pidf('closed')].map(
      (document) => {
        bench.notify(1, document);
        return bench.states[0];
      },
    );
    assert.deepEqual(seen, ['idle', 'busy', 'busy', 'busy', 'offline']);
  });

  it('shows idle, ringing, busy and held, and with whom', () => {
    const bench = new Bench(key(0, '2002'));
    assert.deepEqual(bench.states, ['unknown']);
    bench.notify(0, info(1, ''));
    assert.deepEqual(bench.states, ['idle']);
    bench.notify(0, info(2, dialog('early')));
    assert.deepEqual(bench.states, ['ringing']);
    assert.deepEqual(bench.keys.snapshots[0]?.remote, { name: 'Dora', number: '2004' });
    bench.notify(0, info(3, dialog('early', 'direction="initiator"')));
    assert.deepEqual(bench.states, ['busy']);
    bench.notify(0, info(4, dialog('confirmed')));
    assert.deepEqual(bench.states, ['busy']);
    const onHold = '<local><target uri="sip:2002@h"><param pname="+sip.rendering" pval="no"/></target></local>';
    bench.notify(0, info(5, dialog('confirmed', '', onHold)));
    assert.deepEqual(bench.states, ['held']);
    bench.notify(0, info(6, dialog('terminated'), 'partial'));
    assert.deepEqual(bench.states, ['idle']);
  });

  it('asks for everything when a part was missed, and knows nothing once the subscription ended', () => {
    const bench = new Bench(key(0, '2002'));
    bench.notify(0, info(1, ''));
    bench.notify(0, info(7, dialog('early'), 'partial'));
    assert.deepEqual(bench.asked[0]?.did, ['refresh sip:2002@example.net']);
    assert.deepEqual(bench.states, ['idle']);
    bench.asked[0]?.tell({ type: 'resourceLost', resource: 'sip:2002@example.net', reason: 'timeout', refused: false });
    assert.deepEqual(bench.states, ['unknown']);
  });

  it('survives what is no document', () => {
    const bench = new Bench(key(0, '2002'));
    bench.notify(0, '<dialog-info');
    assert.deepEqual(bench.states, ['unknown']);
  });
});

describe('a key that is pressed', () => {
  it('dials, and takes over what rings there from the caller’s own phone', () => {
    const bench = new Bench(key(0, '2002'));
    assert.deepEqual(bench.keys.press(0), { kind: 'dial', line: 0, number: '2002' });
    bench.notify(0, info(1, dialog('early')));
    const pickUp = {
      number: 'sip:2004@192.0.2.4:5062',
      remote: { name: 'Dora', number: '2004' },
      replaces: { callId: 'c1', toTag: 'caller', fromTag: 'watched', earlyOnly: true },
    };
    assert.deepEqual(bench.keys.press(0), { kind: 'pickUp', line: 0, pickUp });
  });

  it('dials the pickup code where there is one', () => {
    const bench = new Bench({ ...key(0, '2002'), 'voip/services/blf/pickup_code': '**' });
    bench.notify(0, info(1, dialog('early')));
    assert.deepEqual(bench.keys.press(0), { kind: 'dial', line: 0, number: '**2002' });
    bench.notify(0, info(2, dialog('confirmed')));
    assert.deepEqual(bench.keys.press(0), { kind: 'dial', line: 0, number: '2002' });
  });

  it('speaks to the paging group of its own number, where that is active', () => {
    const paging = { 'personal_settings/functional_key/2/type': 'PAGING', 'voip/services/group_paging/group/2/name': 'Hall' };
    const active = { 'voip/services/group_paging/enabled': 1, 'voip/services/group_paging/group/2/activated': 1 };
    assert.deepEqual(new Bench({ ...paging, ...active }).keys.press(2), { kind: 'page', group: 2, name: 'Hall' });
    const other = { 'personal_settings/functional_key/40/type': 'PAGING', 'personal_settings/functional_key/40/paging_group': 2 };
    assert.deepEqual(new Bench({ ...paging, ...active, ...other }).keys.press(40), { kind: 'page', group: 2, name: 'Hall' });
    assert.equal(new Bench(paging).keys.press(2), undefined);
  });

  it('parks at its number, or takes back what waits there', () => {
    const codes = { 'voip/services/call_park/park_code': '*68', 'voip/services/call_park/retrieve_code': '*88' };
    const bench = new Bench({ ...key(20, '701', 'PARK'), ...codes });
    assert.deepEqual(bench.watches(0), ['sip:701@example.net']);
    const park = { kind: 'park', line: 0, retrieveFrom: '*88701' };
    assert.deepEqual(bench.keys.press(20), { ...park, parkAt: '*68701' });
    bench.notify(0, info(1, dialog('confirmed')), 'sip:701@example.net');
    assert.deepEqual(bench.keys.press(20), { ...park, parkAt: undefined });
  });

  it('does what its event says, takes its line, and calls discreetly only where that is allowed', () => {
    const at = (index: number, name: string): string => `personal_settings/functional_key/${index}/${name}`;
    const values = {
      [at(0, 'type')]: 'KEY_EVENT',
      [at(0, 'key_event')]: 'DND_ALL',
      [at(3, 'type')]: 'LINE',
      [at(3, 'shared_line_index')]: 2,
    };
    const discreet = { [at(5, 'type')]: 'DISCREETCALL', [at(5, 'speed_dial_extension')]: '4000' };
    const { keys } = new Bench({ ...values, ...discreet });
    assert.deepEqual(keys.press(0), { kind: 'event', event: 'doNotDisturb' });
    assert.deepEqual(keys.press(3), { kind: 'line', line: 2 });
    assert.equal(keys.press(5), undefined);
    const allowed = new Bench({ ...discreet, 'personal_settings/discreet_call/enabled': 1 });
    assert.deepEqual(allowed.keys.press(5), { kind: 'discreet', line: 0, number: '4000' });
  });

  it('has a malicious call traced by the code of the server, and does nothing without one', () => {
    const trace = {
      'personal_settings/functional_key/4/type': 'KEY_EVENT',
      'personal_settings/functional_key/4/key_event': 'CALL_TRACE',
    };
    assert.equal(new Bench(trace).keys.press(4), undefined);
    const coded = new Bench({ ...trace, 'voip/services/call_trace/code': '*57' });
    assert.deepEqual(coded.keys.press(4), { kind: 'dial', line: 0, number: '*57' });
  });

  it('of a line is told only when it is no plain one', () => {
    const at = (index: number): string => `personal_settings/functional_key/${index}`;
    const { keys } = new Bench({
      [`${at(13)}/type`]: 'NONE',
      [`${at(14)}/shared_line_index`]: 0,
      ...key(17, '2002', 'SPEED_DIAL'),
    });
    assert.deepEqual(
      keys.snapshots.map(({ index, kind, line }) => [index, kind, line]),
      [
        [13, 'empty', 0],
        [14, 'line', 0],
        [17, 'speedDial', 0],
      ],
    );
  });

  it('of the sidecar is one of the further keys, unless that is set by itself', () => {
    const sidecar = (place: number, number: string): Record<string, string> => ({
      [`personal_settings/sidecar_key/${place}/type`]: 'SPEED_DIAL_BLF',
      [`personal_settings/sidecar_key/${place}/speed_dial_number`]: number,
    });
    const { keys } = new Bench({ ...sidecar(0, '2001'), ...sidecar(63, '2064'), ...key(18, '2099') });
    assert.deepEqual(
      keys.snapshots.map(({ index, number }) => `${index} ${number}`),
      ['18 2099', '81 2064'],
    );
  });

  it('without a meaning does nothing', () => assert.equal(new Bench({}).keys.press(3), undefined));
});

describe('new parameters', () => {
  it('that change nothing leave the subscriptions alone, others begin anew', () => {
    const bench = new Bench(key(0, '2002'));
    bench.keys.configure();
    assert.equal(bench.asked.length, 1);
    bench.values = key(0, '2003');
    bench.keys.configure();
    assert.deepEqual(bench.asked[0]?.did, ['close']);
    assert.equal(bench.asked.length, 2);
    bench.renewAccount();
    bench.keys.configure();
    assert.equal(bench.asked.length, 3);
  });
});

describe('several keys', () => {
  it('are watched together, by the list of the server where there is one', () => {
    const bench = new Bench({ ...key(0, '2002'), ...key(1, '2003'), 'voip/services/blf/list_uri': 'desk-list' });
    assert.equal(bench.asked.length, 1);
    assert.deepEqual(bench.watches(0), ['sip:2002@example.net', 'sip:2003@example.net']);
    const list = bench.asked[0]?.request.list;
    assert.equal(list && serializeUri(list), 'sip:desk-list@example.net');
    assert.equal(new Bench(key(0, '2002')).asked[0]?.request.list, undefined);
  });

  it('each stand as their own number does; what nobody watches is nobody’s', () => {
    const bench = new Bench({ ...key(0, '2002'), ...key(1, '2003'), ...key(2, '2002') });
    bench.notify(0, info(1, dialog('confirmed')));
    bench.notify(0, info(1, dialog('confirmed')), 'sip:2099@example.net');
    bench.asked[0]?.tell({ type: 'resourceLost', resource: 'sip:2003@example.net', reason: 'noresource', refused: false });
    assert.deepEqual(bench.states, ['busy', 'offline', 'busy']);
  });
});
