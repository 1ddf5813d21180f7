// For whom a certificate speaks (RFC 5922 §7): names as Node writes them, good, odd and forged.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { speaksFor } from '#sip/transport/certificate-identity';

const strict = { allowWildcards: false };
const says = (subjectAltName: string | undefined, asked: string, rules = strict, subject = 'CN=cn.example.org\nO=x'): boolean =>
  speaksFor({ subject, subjectAltName }, asked, rules);

test('names are compared whole and without regard to case; no suffix, no user, no sips', () => {
  assert.ok(says('DNS:PBX.example.org', 'pbx.EXAMPLE.org'));
  assert.ok(says('DNS:pbx.example.org', 'pbx.example.org.'));
  assert.ok(says('URI:sip:example.org', 'example.org'));
  assert.ok(says('URI:SIP:example.org:5061', 'example.org'));
  for (const name of ['example.org', 'x.pbx.example.org', 'pbx.example.orgx', 'evilpbx.example.org'])
    assert.ok(!says('DNS:pbx.example.org', name), name);
  for (const uri of ['sips:example.org', 'sip:ann@example.org', 'https://example.org', 'sip:example.org;x=y', 'sip:'])
    assert.ok(!says(`URI:${uri}`, 'example.org'), uri);
});

test('a SIP URI makes host names mean nothing; another URI does not', () => {
  assert.ok(!says('URI:sip:example.org, DNS:pbx.example.org', 'pbx.example.org'));
  assert.ok(says('URI:https://example.org, DNS:pbx.example.org', 'pbx.example.org'));
});

test('the subject counts only where there are no other names', () => {
  assert.ok(says(undefined, 'cn.example.org'));
  assert.ok(!says('email:a@b', 'cn.example.org'));
  assert.ok(!says(undefined, 'cn.example.org', strict, 'O=CN\\=cn.example.org'));
});

test('addresses are known by address, in any spelling', () => {
  assert.ok(says('IP Address:192.0.2.1', '192.0.2.1'));
  assert.ok(says('IP Address:2001:DB8:0:0:0:0:0:1', '2001:db8::1'));
  assert.ok(says('IP Address:192.0.2.1, URI:sip:example.org', '192.0.2.1'));
  assert.ok(!says('DNS:*.0.2.1', '192.0.2.1', { allowWildcards: true }));
});

test('a wildcard is one label of its own, where it is allowed at all', () => {
  const rules = { allowWildcards: true };
  assert.ok(!says('DNS:*.example.org', 'a.example.org'));
  assert.ok(says('DNS:*.example.org', 'a.example.org', rules));
  for (const name of ['example.org', 'a.b.example.org', '.example.org']) assert.ok(!says('DNS:*.example.org', name, rules), name);
  assert.ok(!says('DNS:*.org', 'example.org', rules));
  assert.ok(!says('DNS:a*.example.org', 'ab.example.org', rules));
  assert.ok(!says('URI:sip:*.example.org', 'a.example.org', rules));
});

test('what stands in quotes is one value, whatever it says', () => {
  assert.ok(!says('URI:"http://x, DNS:bank.example.org"', 'bank.example.org'));
  assert.ok(!says('URI:"http://x\\", DNS:bank.example.org"', 'bank.example.org'));
  assert.ok(says('URI:"http://x, y", DNS:bank.example.org', 'bank.example.org'));
  assert.ok(!says('DNS:a"b, DNS:bank.example.org', 'bank.example.org'), 'nothing is read beyond what is broken');
});
