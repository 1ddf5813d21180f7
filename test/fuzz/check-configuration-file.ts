// What must hold of every configuration file, however spoiled: no throw, and nothing that the store would refuse.

import assert from 'node:assert/strict';
import { parseDialTemplates } from '#config/formats/cisco/dial-templates';
import { readRingList } from '#config/formats/cisco/ring-list';
import { readConfigurationFile } from '#config/formats/read-file';
import { holds, parseCondition } from '#config/formats/spa/condition';
import { parseExtendedFunction } from '#config/formats/spa/extended-function';
import { expandMacros } from '#config/formats/spa/macros';
import { chooseAlternative, parseProfileRule } from '#config/formats/spa/profile-rule';
import { parseRetryList } from '#config/formats/spa/retry-list';
import { findParameter } from '#config/schema';
import { readValue } from '#config/value';

const keys = { own: [Buffer.alloc(32, 7)], tripleDes: [Buffer.alloc(24, 7)] };
const values = (name: string): string | undefined => (name.length < 4 ? `${name.length}.0` : undefined);

export function checkConfigurationFile(bytes: Uint8Array): 'accepted' | 'refused' {
  checkScripts(Buffer.from(bytes).toString('latin1').slice(0, 4096));
  const result = readConfigurationFile(bytes, { keys, maxBytes: 65_536, spaAliases: '/a/b = /flat-profile/User_ID_1_ ;' });
  if (!result.ok) {
    assert.ok(result.text.length > 0);
    return 'refused';
  }
  const paths = new Set<string>();
  for (const { path, value } of result.changes) {
    const declaration = findParameter(path)?.declaration;
    assert.ok(declaration !== undefined, path);
    assert.ok(!paths.has(path), `${path} comes twice`);
    paths.add(path);
    if (value !== undefined) assert.deepEqual(readValue(declaration, value), { ok: true, value }, path);
  }
  assert.ok(result.remarks.length <= 1000);
  for (const { line, text, name } of result.remarks) assert.ok(line >= 0 && text.length > 0 && name.length <= 120);
  return 'accepted';
}

function checkScripts(text: string): void {
  const rule = parseProfileRule(text);
  if (rule.ok) chooseAlternative(rule.rule, values, values);
  const condition = parseCondition(text);
  if (condition !== undefined) holds(condition, values);
  expandMacros(text, values);
  parseRetryList(text);
  parseExtendedFunction(text);
  parseDialTemplates(text);
  readRingList(text);
}
