// What calls, lines and devices say in English is said in the language of the screen, every word of it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { causeWords } from '#firmware/calls/cause-words';
import { endByStatus } from '#firmware/calls/status-words';
import { failureText, unreachableText } from '#firmware/lines/registration-words';
import { languageTags } from '#ui/text/languages';
import { said } from '#ui/text/said';
import { readLanguages, stringsOf } from '#ui/text/strings';

await readLanguages(...languageTags);
const german = stringsOf('de');

describe('what was said in English', () => {
  it('is known of every status of SIP and every cause of the telephone network', () => {
    const known: ReadonlySet<string> = new Set(Object.values(stringsOf('en').phrases));
    for (let status = 300; status < 700; status += 1) {
      const { text } = endByStatus(status, '');
      if (!text.includes('(')) assert.ok(known.has(text), `${status} ${text}`);
    }
    for (let cause = 1; cause < 128; cause += 1) {
      const text = causeWords({ protocol: 'Q.850', cause, text: undefined });
      if (text !== undefined) assert.ok(known.has(text), `${cause} ${text}`);
    }
  });

  it('is known of every way in which a call ends', () => {
    const known: ReadonlySet<string> = new Set(Object.values(stringsOf('en').phrases));
    const source = readFileSync(new URL('../../../firmware/calls/end-of-call.ts', import.meta.url), 'utf8');
    const texts = [...source.matchAll(/'([A-Z][^']+)'/g)].map((match) => match[1] ?? '');
    assert.ok(texts.length > 8);
    assert.deepEqual(
      texts.filter((text) => text !== 'Q.850' && !known.has(text)),
      [],
    );
  });

  it('is known of every failure of a registration', () => {
    const known: ReadonlySet<string> = new Set(Object.values(stringsOf('en').phrases));
    const transport = [
      'untrustedCertificate',
      'expiredCertificate',
      'wrongCertificateName',
      'ourCertificateRefused',
      'tlsFailed',
    ];
    for (const reason of [...transport, 'webSocketRefused', 'anything']) assert.ok(known.has(unreachableText(reason)), reason);
    for (const cause of ['credentialsRefused', 'unreachable', 'timedOut'] as const) {
      const event = { type: 'registrationFailed', cause, reason: '', status: undefined, retryAfterMs: 0 };
      assert.ok(known.has(failureText(event as unknown as Parameters<typeof failureText>[0])), cause);
    }
  });

  it('is said in the language, whole or with its gaps', () => {
    assert.equal(said(german, 'Busy'), 'Besetzt');
    assert.equal(said(german, 'Refused: Gone fishing (499)'), 'Abgelehnt: Gone fishing (499)');
    assert.equal(said(german, 'Call failed (699)'), 'Anruf gescheitert (699)');
    assert.equal(said(german, 'The key 5 is stuck'), 'Taste 5 klemmt');
    const damaged = 'The phone started with factory settings. The damaged file was kept as s.db.damaged.';
    const told = 'Das Telefon startete mit Werkseinstellungen. Die beschädigte Datei liegt als s.db.damaged.';
    assert.equal(said(german, damaged), told);
  });

  it('stays as it is where it is not ours', () => {
    for (const text of ['', 'Temporarily out to lunch', '(486)', 'x'.repeat(10_000)]) assert.equal(said(german, text), text);
  });

  it('never fails and never takes long, whatever it is', () => {
    const parts = fc.constantFrom('Refused: ', ' (', ')', 'Busy', '{reason}', ' ', '4', 'שלום', '\u202e', 'The key ');
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 60 }), fc.constantFrom(...languageTags), (words, language) => {
        assert.equal(typeof said(stringsOf(language), words.join('')), 'string');
      }),
    );
  });
});
