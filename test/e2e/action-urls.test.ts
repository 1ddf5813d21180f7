// A program elsewhere is told what happens on the phone, over HTTP.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it } from 'node:test';
import { dial, Household, lineAt } from '#test/support/household';
import { SimulatedPhone } from '#test/support/simulated-phone';

it('hears of a call from the ring to its end', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const to = (rest: string): string => `http://127.0.0.1:${port}/${rest}`;
  try {
    await using house = await Household.start();
    await using phone = await SimulatedPhone.start({
      params: {
        ...lineAt(house.lab.port, '1003'),
        'system/action_url/registered': to('registered?user=$local'),
        'system/action_url/incoming_call': to('$event?from=$remote'),
        'system/action_url/call_established': to('$event'),
        'system/action_url/call_terminated': to('$event?for=$duration'),
      },
    });
    await phone.waitForLine();
    await dial(house.ann, '1003');
    await phone.waitForScreen('incoming');
    await phone.hook(true);
    await phone.waitForScreen('call');
    await phone.hook(false);
    await phone.waitFor('four addresses', async () => (asked.length >= 4 ? true : undefined));
    assert.deepEqual(asked.slice(0, 3), ['/registered?user=1003', '/incoming_call?from=1001', '/call_established']);
    assert.match(asked[3] ?? '', /^\/call_terminated\?for=\d+$/);
  } finally {
    server.close();
  }
});
