// Our parser beside that of sip.js on the torture messages and on spoiled ones: every difference is one that is explained here.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseMessage } from '#sip/message/parse-message';
import { isSipUri } from '#sip/message/uri';
import { mutate } from '#test/fuzz/mutate';
import { SeededRandom } from '#test/fuzz/seeded-random';

type Reading = Readonly<Record<string, string>> | { readonly refused: string };

/** What they read that we refuse, by our reason. */
const stricter: Readonly<Record<string, string>> = {
  'Version Not Supported': 'RFC 3261 §21.5.6; they do not look at it',
  'Body shorter than Content-Length': '§18.3: a cut packet is an error on UDP',
  'Headers in Request-URI': '§19.1.1: not allowed there, and a way to smuggle header fields in',
  'CSeq method does not match': '§8.1.1.5',
  'Malformed CSeq': '§8.1.1.5: above 2^31, or not a number and a method',
  'Malformed Request-URI': 'an IPv6 address needs brackets (RFC 5118 §4.2); so does a host',
  'Malformed Request-Line': '§7.1: a method is a token, and single spaces part the three',
  'Malformed Via': 'the answer has to find its way back',
  'Malformed From': 'half a dialog identifier',
  'Malformed To': 'half a dialog identifier',
  'Malformed Content-Length': '§20.14: digits, or where does the next message begin?',
  'Malformed Max-Forwards': '§20.22: 0 to 255',
  'Malformed header field': 'a name that is no token, or no colon: they pass over such a line',
  'Line break without CRLF': '§7.3.1: half a line break is how a header field is smuggled past a proxy',
  'NUL in a header field': '§25.1: no text of any header field',
  'No empty line behind the header': '§7: where does the body begin?',
};
for (const name of ['Via', 'From', 'To', 'CSeq', 'Call-ID']) Object.assign(stricter, { [`Missing ${name}`]: '§8.1.1' });
for (const name of ['From', 'To', 'CSeq', 'Call-ID', 'Content-Length', 'Content-Type', 'Expires', 'Max-Forwards'])
  Object.assign(stricter, { [`Repeated ${name}`]: '§7.3: one value; which would a proxy before us have read?' });

/** They read all of these with their grammar, whether or not anybody asks; we when somebody does. */
const lazy =
  /^(?:contact|m|record-route|route|content-type|c|content-disposition|event|o|refer-to|r|replaces|referred-by|b|session-expires|x|min-expires|expires|supported|k|require|subject|s|www-authenticate|proxy-authenticate|max-forwards|content-length|l)[ \t]*:.*(?:\r\n[ \t].*)*\r\n/gim;

const { Parser } = await import(new URL('../../../node_modules/sip.js/lib/core/messages/parser.js', import.meta.url).href);
const silent = { error: () => {}, warn: () => {}, log: () => {}, debug: () => {} };

function theirs(text: string): Reading {
  try {
    const message = Parser.parseMessage(text, silent);
    if (message === undefined) return { refused: 'undefined' };
    const { via, from, fromTag, toTag, callId, cseq, method, body } = message;
    const user = from.uri.normal.user;
    return normal({
      via: [via.host, via.port, via.branch],
      from: [user, from.uri.normal.host],
      fromTag,
      toTag,
      callId,
      cseq: [cseq, method],
      body,
    });
  } catch (error) {
    return { refused: `throws ${error}` };
  }
}

function ours(bytes: Uint8Array): Reading {
  const result = parseMessage(bytes);
  if (!result.ok) return { refused: result.reason };
  const { via, from, to, callId, cseq } = result.message.headers;
  const uri = isSipUri(from.uri) ? [from.uri.user, from.uri.host] : ['', from.uri.rest];
  return normal({
    via: [via.host, via.port, via.parameters.get('branch')],
    from: uri,
    fromTag: from.parameters.get('tag'),
    toTag: to.parameters.get('tag'),
    callId,
    cseq: [cseq.number, cseq.method],
    body: Buffer.from(result.message.body).toString(),
  });
}

/** They keep the brackets of an address and undo escapes; absent and empty are one. */
function normal(fields: Readonly<Record<string, unknown>>): Reading {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, plain(Array.isArray(value) ? value.join(' ') : value)]),
  );
}

function plain(value: unknown): string {
  const text = String(value ?? '')
    .replace(/[[\]]/g, '')
    .toLowerCase();
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Undefined: explained. */
function unexplained(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString('utf8');
  const [we, they] = [ours(bytes), theirs(text)];
  if ('refused' in we && typeof we.refused === 'string') {
    return 'refused' in they || we.refused in stricter ? undefined : `only we refuse: ${we.refused}`;
  }
  if ('refused' in they) return whyOnlyTheyRefuse(text);
  const differing = Object.keys(we).filter((name) => Reflect.get(we, name) !== Reflect.get(they, name));
  return differing.map((name) => whyReadOtherwise(name, text, we, they)).find((why) => why !== undefined);
}

function whyOnlyTheyRefuse(text: string): string | undefined {
  const end = text.indexOf('\r\n\r\n') + 2;
  const head = text.slice(0, end).replace(lazy, '');
  if (!('refused' in theirs(`${head}\r\n`))) return undefined;
  // RFC 5118 §4.10: the grammar of RFC 3261 has this slip, and old senders follow it.
  if (/:::/.test(head)) return undefined;
  // §25.1 has more schemes, user characters and URI parameters than they know; a URI that is none of ours is answered 416.
  const startLine = head.slice(0, head.indexOf('\r\n'));
  const addresses = [startLine, ...head.split('\r\n').filter((line) => /^(?:from|f|to|t|via|v)\s*:/i.test(line))].join('\n');
  return /%|[^ -~\n]|;;|;\s*$|\?|[a-z0-9+]+:(?!\/\/)/im.test(addresses) ? undefined : `only they refuse:\n${text}`;
}

function whyReadOtherwise(name: string, text: string, we: Reading, they: Reading): string | undefined {
  // Content-Length counts bytes (§20.14); they count characters.
  if (name === 'body' && /\P{ASCII}/u.test(text.slice(text.indexOf('\r\n\r\n')))) return undefined;
  // An unknown Via parameter that looks like a host takes the place of theirs.
  if (name === 'via' && /^(?:via|v)[^\r]*;[^=;\r]*=\[/im.test(text)) return undefined;
  // `user:password@` (§19.1.1): they make it one name.
  if (name === 'from' && /^(?:from|f)[^\r]*sips?:[^@>:\r]*:[^@>\r]*@/im.test(text)) return undefined;
  // §20: without angle brackets a semicolon ends the URI, whatever comes behind it.
  if (/^(?:from|f|to|t)\s*:\s*[^<"\r]*;[^\r]*@/im.test(text)) return undefined;
  return `${name}: ${Reflect.get(we, name)} | ${Reflect.get(they, name)}\n${text}`;
}

const fixtures = ['rfc4475', 'rfc5118'].flatMap((folder) => {
  const at = new URL(`../../fixtures/${folder}/`, import.meta.url);
  const files = readdirSync(at).filter((file) => file.endsWith('.dat'));
  return files.map((file): readonly [string, Uint8Array] => [file, readFileSync(new URL(file, at))]);
});

for (const [file, bytes] of fixtures) {
  test(`${file} is read as sip.js reads it, or we know why not`, () => assert.equal(unexplained(bytes), undefined));
}

const seed = Number(process.env['SEED'] ?? 3261);

test('what both read, both read alike: 2,000 spoiled messages', () => {
  const random = new SeededRandom(seed);
  const seeds = fixtures.map(([, bytes]) => bytes).filter((bytes) => bytes.length < 4000);
  let both = 0;
  for (let i = 0; i < 2000; i++) {
    const bytes = mutate(random.pick(seeds), random);
    if (!('refused' in ours(bytes))) both++;
    assert.equal(unexplained(bytes), undefined, `number ${i} of seed ${seed}`);
  }
  assert.ok(both > 100, `only ${both} were read at all`);
});
