// hookswitch-encrypt: makes and opens encrypted configuration files and values. docs/admin-guide/encryption.md tells how to use it;
// `make crypt-tool` installs it. Keys come from a file or the environment, never from the arguments, which everybody on the
// machine can read.

import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { encryptFile } from '#config/formats/encryption/file';
import { fileKeysOf, keyOfPhrase, parseFileKey } from '#config/formats/encryption/keys';
import { type Derivation, encryptSalted } from '#config/formats/encryption/openssl-salted';
import { openValue, sealValue } from '#config/formats/encryption/value';
import { openFile } from '#config/formats/open-file';

const usage = `Usage: hookswitch-encrypt COMMAND [--key-file FILE] [--in FILE] [--out FILE]

  make-key    print a new key
  file        encrypt a configuration file (AES-256-GCM)
  value       encrypt one value, read from the standard input: {"hs1...."}
  spa         encrypt a profile as openssl does for SPA phones (AES-256-CBC)
              --gzip  compress it first
              --digest md5|sha256|pbkdf2   how the key is derived; md5 is what SPA phones know
  open        decrypt a file of any of these kinds, and .cfx files
  open-value  decrypt one value

The key is the first line of FILE (- for the standard input), or HOOKSWITCH_KEY in the environment:
32 bytes as base64 or hexadecimal, a pass phrase, or 3des: and 48 hexadecimal digits.
`;

const mostBytes = 64 * 1024 * 1024;

class Failure extends Error {}

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'key-file': { type: 'string' },
      in: { type: 'string', default: '-' },
      out: { type: 'string', default: '-' },
      gzip: { type: 'boolean', default: false },
      digest: { type: 'string', default: 'md5' },
      help: { type: 'boolean', default: false },
    },
  });
  const [command = '', ...further] = positionals;
  const act = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (values.help || act === undefined || further.length > 0) {
    process.stderr.write(usage);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  if (command !== 'make-key' && values.in === '-' && values['key-file'] === '-') {
    throw new Failure('The key and what is to be encrypted cannot both come from the standard input.');
  }
  const key = (): string => readKey(values['key-file']);
  const content = act({
    key,
    input: () => readFileSync(values.in === '-' ? 0 : values.in),
    gzip: values.gzip,
    digest: values.digest,
  });
  if (values.out === '-') process.stdout.write(content);
  else writeFileSync(values.out, content, { mode: 0o600 });
}

interface Request {
  readonly key: () => string;
  readonly input: () => Buffer;
  readonly gzip: boolean;
  readonly digest: string;
}

const commands: Readonly<Record<string, (request: Request) => Uint8Array | string>> = {
  'make-key': () => `${randomBytes(32).toString('base64')}\n`,
  file: ({ key, input }) => encryptFile(input(), keyOrPhrase(key())),
  value: ({ key, input }) => {
    const given = keyOrPhrase(key());
    return `{"${sealValue(lineOf(input()), typeof given === 'string' ? keyOfPhrase(given) : given)}"}\n`;
  },
  spa: ({ key, input, gzip, digest }) => {
    if (!isDerivation(digest)) throw new Failure('The digest is md5, sha256 or pbkdf2.');
    return encryptSalted(gzip ? gzipSync(input()) : input(), key(), digest);
  },
  open: ({ key, input }) => {
    const opened = openFile(input(), fileKeysOf([key()]), mostBytes);
    if (!opened.ok) throw new Failure(opened.message);
    return opened.text;
  },
  'open-value': ({ key, input }) => {
    const written = lineOf(input());
    const value = openValue(/^\{"(.*)"\}$/.exec(written)?.[1] ?? written, fileKeysOf([key()]));
    if (value === undefined) throw new Failure('The key does not open this value.');
    return `${value}\n`;
  },
};

function isDerivation(text: string): text is Derivation {
  return text === 'md5' || text === 'sha256' || text === 'pbkdf2';
}

function keyOrPhrase(text: string): Uint8Array | string {
  if (text.startsWith('3des:')) throw new Failure('Triple DES is only read; encrypt with a key of 32 bytes or a pass phrase.');
  return parseFileKey(text) ?? text;
}

function lineOf(input: Buffer): string {
  return input.toString('utf8').replace(/\r?\n$/, '');
}

function readKey(file: string | undefined): string {
  const text = file === undefined ? process.env['HOOKSWITCH_KEY'] : readFileSync(file === '-' ? 0 : file, 'utf8');
  const key = text?.split(/\r?\n/, 1)[0] ?? '';
  if (key.trim() === '') throw new Failure('There is no key: give --key-file, or HOOKSWITCH_KEY in the environment.');
  return key;
}

try {
  main();
} catch (error) {
  process.stderr.write(`hookswitch-encrypt: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof Failure ? 1 : 2;
}
