// Parameters without a store: what a test gives, and what holds where it gives nothing.

import assert from 'node:assert/strict';
import { findParameter, type ParameterPath, type Values } from '#config/schema';
import { Secret } from '#config/secrets';
import { accountSettings, type Parameters } from '#firmware/lines/line-settings';
import type { AccountSettings } from '#sip/ua/user-agent-events';

/** What is given, else what holds while it is not set, else the default: as the store has it. */
export function parametersWith(given: Readonly<Record<string, unknown>>): Parameters {
  const read = (path: string): unknown => {
    if (path in given) return given[path];
    const parameter = findParameter(path);
    assert.ok(parameter !== undefined, path);
    if (parameter.inherits !== undefined) return read(parameter.inherits);
    return parameter.declaration.secret === true ? new Secret('') : parameter.default;
  };
  return { get: <Path extends ParameterPath>(path: Path) => read(path) as Values[Path] };
}

/** Of the first line, which is on. */
export function settingsWith(given: Readonly<Record<string, unknown>>): AccountSettings {
  const line = { 'voip/line/0/enabled': true, 'voip/line/0/id': '2001', 'voip/signalling/sip/proxy_address': 'pbx.example' };
  const settings = accountSettings(parametersWith({ ...line, ...given }), 0);
  assert.ok(settings !== undefined);
  return settings;
}
