// Who learns how calls sound, by the parameters.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packetMirror, qualitySettings } from '#firmware/quality-settings';

const at = 'voip/packet_recording';
const mode = 'voip/rtcp_xr/vq_statistics/mode';
const defaults: Readonly<Record<string, unknown>> = {
  [`${at}/enabled`]: false,
  [`${at}/rtp_recording/enabled`]: false,
  [`${at}/remote_ip`]: '0.0.0.0',
  [`${at}/remote_port`]: 50_000,
  [mode]: 'DISABLE',
  'voip/rtcp_xr/qoe_publish_enabled': true,
  'voip/rtcp_xr/collector/address': '',
  'voip/rtcp_xr/interval_report/period': 0,
};

function parametersWith(changed: Readonly<Record<string, unknown>>) {
  return { get: (path: string) => ({ ...defaults, ...changed })[path] } as never;
}

test('packets are copied only when both are on and there is somewhere to go', () => {
  const both = { [`${at}/enabled`]: true, [`${at}/rtp_recording/enabled`]: true };
  assert.equal(packetMirror(parametersWith({})), undefined);
  assert.equal(packetMirror(parametersWith(both)), undefined);
  assert.equal(packetMirror(parametersWith({ ...both, [`${at}/remote_ip`]: '10.0.0.9', [`${at}/enabled`]: false })), undefined);
  const mirror = packetMirror(parametersWith({ ...both, [`${at}/remote_ip`]: '10.0.0.9' }));
  assert.deepEqual(mirror, { address: '10.0.0.9', port: 50_000 });
});

test('nothing is published while the mode is DISABLE, whatever the switch says', () => {
  assert.equal(qualitySettings(parametersWith({})).publishes, false);
  assert.equal(qualitySettings(parametersWith({ [mode]: 'EVENTS_ONLY' })).publishes, true);
  const off = { [mode]: 'REMOTE_AND_EVENTS', 'voip/rtcp_xr/qoe_publish_enabled': false };
  assert.equal(qualitySettings(parametersWith(off)).publishes, false);
  const every = { [mode]: 'EVENTS_ONLY', 'voip/rtcp_xr/interval_report/period': 30 };
  assert.equal(qualitySettings(parametersWith(every)).intervalMs, 30_000);
});
