// `make run`: the lab and simulated phones that are registered there, until Ctrl-C.

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { nextFreePort } from './free-port.ts';
import { Lab } from './lab-server.ts';
import { busy } from './numbers/busy.ts';
import { echo } from './numbers/echo.ts';
import { everybody, numbers } from './numbers/numbers.ts';
import { PhoneProcess } from './phone-process.ts';
import { passwordOf } from './users.ts';

const host = '127.0.0.1';
/** Not SIP's own, which a softphone on the same machine may have. */
const usualPort = 5070;
const firstPanelPort = 8080;
const data = new URL('../../.var/', import.meta.url);

const { values, positionals } = parseArgs({
  options: {
    board: { type: 'string', default: 'simulated/color-320' },
    phones: { type: 'string', default: '1' },
    port: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
process.exitCode = await run();

async function run(): Promise<number> {
  const count = Number(values.phones);
  if (!Number.isInteger(count) || count < 1 || count > 9 || positionals.length > 0) {
    process.stderr.write('node test/lab/main.ts [--board simulated/color-320] [--phones 1..9] [--port 5070] [--verbose]\n');
    return 2;
  }
  const stopped = stopSignal();
  const port = values.port === undefined ? await nextFreePort(host, usualPort) : Number(values.port);
  await using lab = await Lab.start({ host, port });
  const { phones, webPages } = await startPhones(lab, count);
  const ended = Promise.all(phones.map((phone) => phone.ended));
  const addresses = await Promise.race([Promise.all(phones.map((phone) => phone.address)), stopped]);
  if (addresses?.every((address) => address !== undefined)) process.stdout.write(greeting(addresses, webPages, lab.port));
  // The first that ends ends all: the phones hang together like this in a person's mind.
  await Promise.race([stopped, ...phones.map((phone) => phone.ended)]);
  for (const phone of phones) phone.stop();
  return Math.max(...(await ended));
}

interface StartedPhones {
  readonly phones: readonly PhoneProcess[];
  readonly webPages: readonly string[];
}

async function startPhones(lab: Lab, count: number): Promise<StartedPhones> {
  const webPages: string[] = [];
  const phones: PhoneProcess[] = [];
  let panelPort = firstPanelPort;
  for (let index = 0; index < count; index++) {
    const user = String(1001 + index);
    const dataDirectory = fileURLToPath(new URL(index === 0 ? 'simulated-phone' : `simulated-phone-${index + 1}`, data));
    mkdirSync(dataDirectory, { recursive: true });
    panelPort = await nextFreePort(host, panelPort);
    const webPort = await nextFreePort(host, panelPort + 1);
    webPages.push(`http://${host}:${webPort}`);
    const others = Array.from({ length: count }, (_, other) => String(1001 + other)).filter((other) => other !== user);
    phones.push(
      new PhoneProcess({
        board: values.board,
        dataDirectory,
        panelPort,
        webPort,
        user,
        password: passwordOf(user) ?? '',
        server: { host, port: lab.port },
        watched: [...others, echo.number, busy.number],
        hints: [...others.map((number) => ({ number, does: 'The other phone' })), ...numbers],
        more: values.verbose ? ['--verbose'] : [],
      }),
    );
    panelPort = webPort + 1;
  }
  return { phones, webPages };
}

function greeting(addresses: readonly (string | undefined)[], webPages: readonly string[], port: number): string {
  const phones = addresses.map((address, index) => `  Phone ${1001 + index}   ${address}   its web pages ${webPages[index]}`);
  const dial = addresses.length > 1 ? [...numbers, everybody] : numbers;
  const lines = dial.map(({ number, does }) => `    ${number}   ${does}`);
  const softphone = `  A SIP phone of yours may register at ${host}:${port} too: users 1001 to 1009, passwords pw1001 to pw1009.`;
  return `\n${phones.join('\n')}\n\n  Open it in a browser, lift the handset and dial:\n${lines.join('\n')}\n\n${softphone}\n  Ctrl-C ends it.\n\n`;
}

function stopSignal(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(undefined));
  });
}
