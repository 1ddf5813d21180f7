import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type ArchiveLimits, type ArchiveResult, readArchive, ringLimits } from '#config/formats/archive/archive';
import { kindOfFile } from '#config/formats/file-kind';
import { mutate } from '../../fuzz/mutate.ts';
import { SeededRandom } from '../../fuzz/seeded-random.ts';

const directory = mkdtempSync(join(tmpdir(), 'hookswitch-archive-'));
const chime = randomBytes(3000);
mkdirSync(join(directory, 'rings'));
writeFileSync(join(directory, 'rings/chime.wav'), chime);
writeFileSync(join(directory, 'rings/Großes Läuten (2).wav'), Buffer.alloc(100_000, 7));
symlinkSync('/etc/passwd', join(directory, 'rings/link.wav'));

function tar(...args: readonly string[]): Buffer {
  return execFileSync('tar', ['-C', directory, '-c', ...args]);
}

/** Debian's Python has no zip command to be installed beside it. */
function zip(script: string): Buffer {
  const target = join(directory, `made-${randomBytes(4).toString('hex')}.zip`);
  execFileSync('python3', [
    '-c',
    `import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)\n${script}\nz.close()`,
    target,
    directory,
  ]);
  return readFileSync(target);
}

function files(result: ArchiveResult): unknown {
  return result.ok
    ? { files: result.files.map(({ name, bytes }) => [name, bytes.length]), skipped: result.skipped }
    : result.problem;
}

describe('an archive of ring tones', () => {
  const both = [
    ['chime.wav', 3000],
    ['Großes Läuten (2).wav', 100_000],
  ];
  const link = [{ name: 'rings/link.wav', why: 'it is a link or a device' }];

  for (const [how, options] of [
    ['as tar', []],
    ['compressed', ['-z']],
    ['in the POSIX form', ['--format=posix']],
    ['in the GNU form', ['--format=gnu']],
  ] as const) {
    it(`is unpacked ${how}, links left out`, () => {
      const result = readArchive(tar(...options, 'rings/chime.wav', 'rings/Großes Läuten (2).wav', 'rings/link.wav'), ringLimits);
      assert.deepEqual(files(result), { files: both, skipped: link });
      assert.ok(result.ok && Buffer.compare(result.files[0]?.bytes ?? Buffer.alloc(0), chime) === 0);
    });
  }

  it('is unpacked as zip, stored or deflated', () => {
    const made = zip(
      `z.write(sys.argv[2] + '/rings/chime.wav', 'rings/chime.wav', zipfile.ZIP_STORED)\nz.write(sys.argv[2] + '/rings/Großes Läuten (2).wav', 'Großes Läuten (2).wav')\nz.comment = b'from the office'`,
    );
    assert.deepEqual(files(readArchive(made, ringLimits)), { files: both, skipped: [] });
  });

  it('leads nowhere outside: no slip by dots, roots or backslashes', () => {
    const made = zip(
      `for n in ['../../evil.wav', '/etc/evil.wav', 'a/../../evil.wav', '..\\\\evil.wav', '.hidden', 'ok.wav', 'x\\x00.wav']:\n  i = zipfile.ZipInfo('x'); i.filename = n; z.writestr(i, b'1')`,
    );
    const result = readArchive(made, ringLimits);
    assert.ok(result.ok);
    assert.ok(result.files.every(({ name }) => !/[/\\]|^\./.test(name)));
    assert.equal(result.skipped.filter(({ why }) => why === 'its name is not allowed').length >= 5, true);
    const slipped = readArchive(tar('-P', '--transform=s,rings/,../../,', 'rings/chime.wav'), ringLimits);
    assert.deepEqual(files(slipped), { files: [], skipped: [{ name: '../../chime.wav', why: 'its name is not allowed' }] });
  });

  it('blows nothing up: neither a bomb nor one that lies about its size', () => {
    const limits: ArchiveLimits = { mostFiles: 2, mostBytesOfFile: 200_000, mostBytes: 250_000 };
    const bomb = zip(`z.writestr('big.wav', b'0' * 50000000)\nz.writestr('small.wav', b'1')`);
    assert.deepEqual(files(readArchive(bomb, limits)), {
      files: [['small.wav', 1]],
      skipped: [{ name: 'big.wav', why: 'it is larger than 200000 bytes' }],
    });
    const liar = Buffer.from(bomb);
    const entry = liar.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]), liar.length - 70 - 55);
    liar.writeUInt32LE(1000, (entry < 0 ? liar.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) : entry) + 24);
    const lied = readArchive(liar, limits);
    assert.ok(lied.ok && lied.skipped.some(({ why }) => why === 'its content is spoiled'));
    const many = zip(`for n in range(5): z.writestr(str(n) + '.wav', b'x' * 100000)`);
    const result = readArchive(many, limits);
    assert.ok(result.ok);
    assert.equal(result.files.length, 2);
    assert.match(files(readArchive(gzipSync(Buffer.alloc(5_000_000)), limits)) as string, /too large/);
  });

  it('is refused when half of it is missing, or a byte is another', () => {
    const made = tar('-z', 'rings/chime.wav');
    assert.match(files(readArchive(made.subarray(0, made.length / 2), ringLimits)) as string, /spoiled, not whole/);
    const plain = tar('rings/chime.wav');
    assert.match(files(readArchive(plain.subarray(0, 1024), ringLimits)) as string, /not whole/);
    const zipped = zip(`z.writestr('a.wav', b'hello')`);
    assert.match(files(readArchive(zipped.subarray(0, 30), ringLimits)) as string, /no directory/);
    const spoiled = Buffer.from(zip(`z.writestr('a.wav', b'hello', zipfile.ZIP_STORED)`));
    spoiled[36] = 0x21;
    assert.deepEqual(files(readArchive(spoiled, ringLimits)), {
      files: [],
      skipped: [{ name: 'a.wav', why: 'its content is spoiled' }],
    });
  });

  it('breaks no reader, however it is spoiled', () => {
    const random = new SeededRandom(Number(process.env['SEED'] ?? 1));
    const seeds = [tar('rings/chime.wav'), tar('-z', 'rings/chime.wav'), zip(`z.writestr('a.wav', b'hello' * 99)`)];
    for (let i = 0; i < 2000; i++) {
      const bytes = mutate(random.pick(seeds), random);
      readArchive(bytes, ringLimits);
      kindOfFile(bytes);
    }
  });
});

describe('the kind of a file', () => {
  const bitmap = Buffer.alloc(60);
  bitmap.write('BM');
  bitmap.writeUInt32LE(60, 2);
  for (const [kind, content] of [
    ['configuration', 'voip/line/0/id=2001\n'],
    ['configuration', '<flat-profile/>'],
    ['encrypted', 'Salted__12345678'],
    ['encrypted', 'HSWITCH\u0001'],
    ['compressed', gzipSync('x')],
    ['recording', 'RIFF\u0004\u0000\u0000\u0000WAVEfmt '],
    ['picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0])],
    ['picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['picture', 'GIF89a'],
    ['picture', bitmap],
    ['unknown', 'BMW\n'],
    ['ringList', 'Chime\tchime.pcm\n'],
    ['certificate', 'subject=x\n-----BEGIN CERTIFICATE-----\nMII'],
    ['contacts', 'BEGIN:VCARD\r\nVERSION:4.0\r\n'],
    ['language', '{"menu.settings": "Einstellungen"}'],
    ['unknown', '{"a": 1}'],
    ['unknown', '<html></html>'],
    ['unknown', Buffer.from([1, 2, 3, 0, 255, 254])],
    ['unknown', ''],
  ] as const) {
    it(`is told by its content: ${kind}`, () => assert.equal(kindOfFile(Buffer.from(content as string)), kind));
  }
});
