// Two machines on a wire, out of one: the phone's side is this process's network namespace, the peers' side is another, and each
// has its own loopback. The addresses are of no network outside.

import { readlinkSync } from 'node:fs';
import { PeerProcess } from './peer-process.ts';
import { run } from './run.ts';

export const phoneAddress = '10.77.0.2';
export const peerAddress = '10.77.0.1';
/** Of a second server, on the same side. */
export const backupAddress = '10.77.0.3';
/** Of both sides as well, with `speakSix` (RFC 4193). */
export const phoneAddress6 = 'fd77::2';
export const peerAddress6 = 'fd77::1';
/** For both sides of the wire, by the name server of the peers' side (name-server.ts). */
export const proxyNames = { domain: 'interop.test', primary: 'a.interop.test', backup: 'b.interop.test' } as const;
const wire = 'eth0';
/** Of sockets that ask for no port: tshark reads none of these as some protocol's own, as it does 44818 (EtherNet/IP) and others. */
export const chancePorts = { lowest: 38_000, highest: 40_999 } as const;
const chancePortsSetting = [
  'sysctl',
  '-q',
  '-w',
  `net.ipv4.ip_local_port_range=${chancePorts.lowest} ${chancePorts.highest}`,
] as const;

/** As SIP and its servers write it beside a port (RFC 3986 §3.2.2). */
export function asHost(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

export class Lan implements AsyncDisposable {
  readonly #holder: PeerProcess;

  private constructor(holder: PeerProcess) {
    this.#holder = holder;
  }

  static async open(): Promise<Lan> {
    // A namespace lives as long as a process in it; this one waits for its standard input to close.
    const holder = PeerProcess.start('the holder of the peers’ network', ['unshare', '--net', 'cat']);
    const own = readlinkSync('/proc/self/ns/net');
    await holder.ready('it had a network of its own', () => networkOf(holder.pid) !== own);
    const lan = new Lan(holder);
    const [sysctl, ...setting] = chancePortsSetting;
    await run(sysctl, setting);
    await lan.runThere(chancePortsSetting);
    await run('ip', ['link', 'set', 'lo', 'up']);
    await run('ip', ['link', 'add', wire, 'type', 'veth', 'peer', 'name', wire, 'netns', String(holder.pid)]);
    await run('ip', ['address', 'add', `${phoneAddress}/24`, 'dev', wire]);
    await run('ip', ['link', 'set', wire, 'up']);
    for (const args of [
      ['link', 'set', 'lo', 'up'],
      ['address', 'add', `${peerAddress}/24`, 'dev', wire],
      ['address', 'add', `${backupAddress}/24`, 'dev', wire],
      ['link', 'set', wire, 'up'],
    ]) {
      await lan.runThere(['ip', ...args]);
    }
    return lan;
  }

  /** Both sides have addresses of IPv6 from here on, at once: nobody else is there to have the same. */
  async speakSix(): Promise<void> {
    const add = (address: string): [string, ...string[]] => ['ip', 'address', 'add', `${address}/64`, 'dev', wire, 'nodad'];
    const [ip, ...args] = add(phoneAddress6);
    await Promise.all([run(ip, args), this.runThere(add(peerAddress6))]);
  }

  /** The same command, on the peers' side. */
  there(command: readonly [string, ...string[]]): [string, ...string[]] {
    return ['nsenter', `--net=/proc/${this.#holder.pid}/ns/net`, '--', ...command];
  }

  async runThere(command: readonly [string, ...string[]], timeoutMs?: number): Promise<string> {
    const [first, ...args] = this.there(command);
    return await run(first, args, timeoutMs);
  }

  /** Every n-th UDP packet to the server is lost on the wire (dropped as it arrives: an early drop would tell the sender). */
  async loseEveryNth(n: number | undefined): Promise<void> {
    await this.runThere(['nft', 'flush', 'ruleset']);
    if (n === undefined) return;
    for (const rule of lossRules(['numgen', 'inc', 'mod', String(n), '0'])) await this.runThere(['nft', ...rule]);
  }

  /** So many of a hundred SIP packets over UDP are lost, each way, by chance; 0 heals the wire. */
  async losePercent(percent: number): Promise<void> {
    await Promise.all([this.runThere(['nft', 'flush', 'ruleset']), run('nft', ['flush', 'ruleset'])]);
    if (percent === 0) return;
    for (const rule of lossRules(['numgen', 'random', 'mod', '100', '<', String(percent)])) {
      await Promise.all([this.runThere(['nft', ...rule]), run('nft', rule)]);
    }
  }

  /** Every n-th RTP packet to the phone (even ports, its default range) is lost behind the wire: a capture sees all of them. */
  async loseEveryNthOfSound(n: number): Promise<void> {
    await run('nft', ['flush', 'ruleset']);
    const sound = ['iif', wire, 'udp', 'dport', '50020-50140', '@th,31,1', '0'];
    for (const rule of [
      ['add', 'table', 'ip', 'loss'],
      ['add', 'chain', 'ip', 'loss', 'in', '{ type filter hook prerouting priority 0; }'],
      ['add', 'rule', 'ip', 'loss', 'in', ...sound, 'numgen', 'inc', 'mod', String(n), '0', 'drop'],
    ]) {
      await run('nft', rule);
    }
  }

  /** SIP for this address and from it vanishes, as if the server were off and its ports unguarded; undefined: it is on again. */
  async silence(address: string | undefined): Promise<void> {
    await Promise.all([this.runThere(['nft', 'flush', 'ruleset']), run('nft', ['flush', 'ruleset'])]);
    if (address === undefined) return;
    const rules = (end: 'daddr' | 'saddr', port: 'dport' | 'sport'): readonly (readonly [string, ...string[]])[] => [
      ['add', 'table', 'ip', 'loss'],
      ['add', 'chain', 'ip', 'loss', 'in', '{ type filter hook prerouting priority 0; }'],
      [
        ...(['add', 'rule', 'ip', 'loss', 'in', 'iif', wire, 'ip', end, address, 'meta', 'l4proto', '{ tcp, udp }'] as const),
        ...['th', port, '5060-5061', 'drop'],
      ],
    ];
    for (const rule of rules('daddr', 'dport')) await this.runThere(['nft', ...rule]);
    for (const rule of rules('saddr', 'sport')) await run('nft', rule);
  }

  /** The phone's end of the cable, out and in again. Its address stays. */
  async plug(plugged: boolean): Promise<void> {
    await this.runThere(['ip', 'link', 'set', wire, plugged ? 'up' : 'down']);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // At once: of a network whose last process is gone the kernel takes the cable away when it gets to it, and the next one has its name.
    await run('ip', ['link', 'delete', wire]);
    await this.#holder.stop('SIGKILL');
  }
}

/** For the SIP of either side: phones of ours use other ports than 5060, too, but talk to it. */
function lossRules(chance: readonly string[]): readonly (readonly [string, ...string[]])[] {
  const sip = ['iif', wire, 'meta', 'l4proto', 'udp', 'udp', 'dport', '5060-5099'];
  return [
    ['add', 'table', 'ip', 'loss'],
    ['add', 'chain', 'ip', 'loss', 'in', '{ type filter hook prerouting priority 0; }'],
    ['add', 'rule', 'ip', 'loss', 'in', ...sip, ...chance, 'drop'],
  ];
}

function networkOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
}
