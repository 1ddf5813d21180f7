// The phone's pictures from their files: brought to size, replaced, refused with a notice.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createCanvas } from '@napi-rs/canvas';
import { findParameter, type Values } from '#config/schema';
import { PhonePictures } from '#firmware/pictures/phone-pictures';
import type { PictureSource } from '#firmware/pictures/picture-source';
import { Log } from '#firmware/system/log';
import { Notices } from '#firmware/system/notices';
import { SystemClock } from '#firmware/system/system-clock';

const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, width: number, height: number, color: string): string {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = color;
  context.fillRect(0, 0, width, height);
  writeFileSync(join(folder, name), name.endsWith('png') ? canvas.toBuffer('image/png') : canvas.toBuffer('image/jpeg'));
  return join(folder, name);
}

function made(values: Readonly<Record<string, unknown>>, format: 'rgb565' | 'mono' = 'rgb565') {
  const notices = new Notices(() => {});
  const now = { ...values };
  const pictures = new PhonePictures({
    parameters: { get: <P extends keyof Values>(path: P) => (now[path] ?? findParameter(path)?.default) as Values[P] },
    display: { class: format === 'mono' ? 'mono-256' : 'color-320', width: 320, height: 240, format },
    directory: join(folder, 'faces'),
    source: {
      clock: new SystemClock(),
      tls: () => ({}) as ReturnType<PictureSource['tls']>,
      userAgent: 'test',
      closed: new AbortController().signal,
    },
    log: new Log(new SystemClock()),
    notices,
  });
  return { pictures, notices, now };
}

const shown = { 'personal_settings/logo_shown': 'PICTURE', 'personal_settings/background_shown': 'PICTURE' };

describe('logo and background', () => {
  it('are brought to the size of the display', async () => {
    const { pictures, notices } = made({
      ...shown,
      'personal_settings/logo_url': file('logo.png', 900, 300, '#ff0000'),
      'personal_settings/background_url': `file://${file('sea.jpg', 500, 100, '#0000ff')}`,
    });
    let told = 0;
    pictures.subscribe(() => {
      told += 1;
    });
    await pictures.configure();
    assert.deepEqual([pictures.background?.width, pictures.background?.height], [320, 240]);
    assert.deepEqual([pictures.logo?.width, pictures.logo?.height], [144, 48]);
    assert.equal(pictures.logo?.pixels[0], 0xf800);
    assert.deepEqual(notices.all, []);
    assert.equal(told, 2);
  });

  it('become light and dark on mono screens', async () => {
    const { pictures } = made({ ...shown, 'personal_settings/logo_url': file('grey.png', 60, 20, '#808080') }, 'mono');
    await pictures.configure();
    const dark = Array.from(pictures.logo?.pixels ?? []).filter((pixel) => pixel === 1).length;
    assert.ok(dark > 500 && dark < 700, `${dark} of 1200`);
  });

  it('a broken, missing or huge one is told, and another one takes its place', async () => {
    writeFileSync(join(folder, 'broken.png'), 'this is no picture');
    writeFileSync(join(folder, 'huge.png'), Buffer.alloc(2 ** 20 + 1));
    const { pictures, notices, now } = made({ ...shown, 'personal_settings/logo_url': join(folder, 'broken.png') });
    const words = (): string => notices.all.map(({ text }) => text).join();
    await pictures.configure();
    const width = (): number | undefined => pictures.logo?.width;
    assert.equal(width(), undefined);
    assert.equal(words(), 'broken.png: It is neither PNG nor JPEG.');
    now['personal_settings/logo_url'] = join(folder, 'none.png');
    await pictures.configure();
    assert.equal(words(), 'none.png: The file cannot be read.');
    now['personal_settings/logo_url'] = join(folder, 'huge.png');
    await pictures.configure();
    assert.equal(words(), 'huge.png: The file is too large.');
    now['personal_settings/logo_url'] = 'gopher://nowhere/a?secret=1';
    await pictures.configure();
    assert.ok(!words().includes('secret'), words());
    now['personal_settings/logo_url'] = file('right.png', 10, 10, '#00ff00');
    await pictures.configure();
    assert.deepEqual(
      [pictures.logo].map((logo) => logo?.width),
      [10],
    );
    assert.deepEqual(notices.all, []);
  });

  it('come from a server, too', async () => {
    const canvas = createCanvas(8, 8).toBuffer('image/png');
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/logo.png' ? 200 : 404;
      response.end(request.url === '/logo.png' ? canvas : '');
    });
    after(() => void server.close());
    server.unref();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { pictures, notices, now } = made({ ...shown, 'personal_settings/logo_url': `http://127.0.0.1:${port}/logo.png` });
    await pictures.configure();
    assert.equal(pictures.logo?.width, 8);
    now['personal_settings/logo_url'] = `http://127.0.0.1:${port}/other.png`;
    await pictures.configure();
    assert.equal(notices.all[0]?.text, 'other.png: It is not there.');
    server.closeAllConnections();
    server.close();
  });
});

describe('faces', () => {
  it('belong to the number that names their file, round, and no path leads out', async () => {
    mkdirSync(join(folder, 'faces'));
    file('faces/1002.jpg', 100, 50, '#ffffff');
    const { pictures } = made({});
    await new Promise<void>((resolve) => {
      pictures.subscribe(resolve);
      assert.equal(pictures.ofNumber('1002'), undefined);
    });
    const face = pictures.ofNumber('1002');
    assert.deepEqual([face?.width, face?.height], [60, 60]);
    assert.equal(face?.alpha?.[0], 0);
    assert.equal(face?.alpha?.[30 * 60 + 30], 255);
    assert.equal(pictures.ofNumber('../../etc/passwd'), undefined);
  });
});
