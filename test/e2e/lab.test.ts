// What `make run` gives a newcomer, and what the lab's registrar refuses.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { Lab } from '#test/lab/lab-server';
import { eventually } from '#test/support/eventually';
import { lineAt } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';

const main = new URL('../lab/main.ts', import.meta.url).pathname;

interface Run {
  readonly output: string;
  readonly pages: readonly string[];
  readonly startMs: number;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

async function run(args: readonly string[], count: number): Promise<Run> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  const pages = await new Promise<readonly string[]>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const found = [...output.matchAll(/Phone \d+ +(http:\/\/127\.0\.0\.1:\d+)/g)].map(([, page]) => page ?? '');
      if (found.length === count && output.includes('Ctrl-C')) resolve(found);
    });
  });
  return {
    output,
    pages,
    startMs: performance.now() - startedMs,
    end: (signal) =>
      new Promise((resolve) => {
        child.removeAllListeners('exit');
        child.once('exit', (code) => resolve(code));
        child.kill(signal);
      }),
  };
}

async function isGone(page: string): Promise<boolean> {
  for (let tries = 0; tries < 600; tries++) {
    if ((await fetch(page).catch(() => undefined)) === undefined) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

test('make run prints the page and what to dial, and Ctrl-C ends all of it', async (context) => {
  const { output, pages, startMs, end } = await run([], 1);
  try {
    context.diagnostic(`within ${Math.round(startMs)} ms`);
    assert.match(output, /600 +Echo/);
    assert.equal((await fetch(pages[0] ?? '')).status, 200);
  } finally {
    // Nothing of it may stay, or this file would never end.
    assert.equal(await end('SIGINT'), 0);
  }
  assert.ok(await isGone(pages[0] ?? ''), 'the phone lives on');
});

test('the next free port is taken when 8080 is not, and two phones have two pages', async () => {
  const inTheWay = createServer((_request, response) => response.end('in the way'));
  // Somebody else may be there already, which serves as well.
  await new Promise<void>((resolve) => inTheWay.once('error', () => resolve()).listen(8080, '127.0.0.1', resolve));
  try {
    const { pages, end } = await run(['--phones', '2'], 2);
    assert.equal(new Set(pages).size, 2);
    assert.ok(!pages.includes('http://127.0.0.1:8080'), pages.join(' '));
    await end('SIGKILL');
    for (const page of pages) assert.ok(await isGone(page), 'a phone survived its lab');
  } finally {
    inTheWay.close();
  }
});

let lab: Lab;
before(async () => {
  lab = await Lab.start({ host: '127.0.0.1', port: 0, minimumExpiresS: 60, algorithms: ['MD5'] });
});
after(() => lab[Symbol.asyncDispose]());

test('too brief a registration is answered 423, and the phone asks for longer', async () => {
  await using phone = await SimulatedPhone.start({
    params: { ...lineAt(lab.port, '1005'), 'voip/signalling/sip/proxy_timeout': 30 },
  });
  await phone.waitForLine();
  assert.equal(lab.requestCounts.get('REGISTER'), 3, 'challenged, too brief, accepted');
});

test('two phones of one user both ring, and one that is switched off has unregistered', async () => {
  const params = lineAt(lab.port, '1006');
  const first = await SimulatedPhone.start({ params });
  const second = await SimulatedPhone.start({ params });
  await Promise.all([first.waitForLine(), second.waitForLine()]);
  const phones = (count: number): Promise<void> => eventually(async () => assert.equal(lab.locations.of('1006').length, count));
  await phones(2);
  await first[Symbol.asyncDispose]();
  await phones(1);
  await second[Symbol.asyncDispose]();
  await phones(0);
});
