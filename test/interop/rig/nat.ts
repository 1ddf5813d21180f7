// A NAT of the kernel's between the phone and the wire: the phone has an address inside, and the wire sees the one that it had before.

import { phoneAddress } from './lan.ts';
import { run } from './run.ts';

export const insideAddress = '192.168.77.2';

const mediaPorts = '50000-65535';

/** `cone`: one port outside for one inside, for whomever; `symmetric`: another one for each whom it talks to, and for nobody else. */
export async function openNat(kind: 'cone' | 'symmetric'): Promise<void> {
  await run('ip', ['address', 'replace', `${insideAddress}/32`, 'dev', 'lo']);
  const [ports, inward] =
    kind === 'cone'
      ? [[], ['dstnat', 'udp', 'dport', mediaPorts, 'dnat', 'to', insideAddress]]
      : [['fully-random'], ['strangers', 'udp', 'dport', mediaPorts, 'ct', 'state', 'new', 'drop']];
  const [chain = '', ...rule] = inward;
  for (const command of [
    ['add', 'table', 'ip', 'nat'],
    ['add', 'chain', 'ip', 'nat', 'dstnat', '{ type nat hook prerouting priority -100; }'],
    ['add', 'chain', 'ip', 'nat', 'strangers', '{ type filter hook prerouting priority -50; }'],
    ['add', 'chain', 'ip', 'nat', 'srcnat', '{ type nat hook postrouting priority 100; }'],
    ['add', 'rule', 'ip', 'nat', chain, 'iif', 'eth0', ...rule],
    ['add', 'rule', 'ip', 'nat', 'srcnat', 'ip', 'saddr', insideAddress, 'snat', 'to', phoneAddress, ...ports],
  ]) {
    await run('nft', command);
  }
  await speakFrom(insideAddress);
}

export async function closeNat(): Promise<void> {
  await run('nft', ['flush', 'ruleset']);
  await speakFrom(phoneAddress);
}

async function speakFrom(address: string): Promise<void> {
  await run('ip', ['route', 'replace', '10.77.0.0/24', 'dev', 'eth0', 'src', address]);
}
