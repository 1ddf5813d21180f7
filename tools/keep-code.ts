// Lets a bundle start once, so that its compiled code goes onto the device with it: to write that down holds the main thread for 50 ms and more.

import { existsSync } from 'node:fs';
import { nodeEnvironment, nodeFlags } from '#firmware/node-flags';
import { Lab } from '#test/lab/lab-server';
import { passwordOf } from '#test/lab/users';
import { SimulatedPhone } from '#test/support/simulated-phone';

const host = '127.0.0.1';
const user = '1001';

/** As every phone starts: one line that registers, the pages open to who comes. */
export async function keepCode(bundle: string): Promise<void> {
  await using lab = await Lab.start({ host, port: 0 });
  await using phone = await SimulatedPhone.start({
    program: [...nodeFlags, `${bundle}/main.js`],
    environment: nodeEnvironment,
    params: {
      'voip/line/0/enabled': 1,
      'voip/line/0/id': user,
      'voip/line/0/auth_name': user,
      'voip/line/0/auth_password': passwordOf(user) ?? '',
      'voip/line/0/proxy_address': host,
      'voip/line/0/proxy_port': lab.port,
    },
    arguments: ['--address', host, '--web', `${host}:0`],
  });
  await phone.waitForLine();
  await phone.waitFor('the compiled code', async () => existsSync(`${bundle}/compile-cache/run-phone.js`) || undefined);
  // What is still to be written is written before it ends.
  const exitCode = await phone.stop();
  if (exitCode !== 0) throw new Error(`the bundle ended with ${exitCode}\n${phone.log}`);
}
