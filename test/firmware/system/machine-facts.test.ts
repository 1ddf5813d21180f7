// What the kernel's files say of the network.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultRoute, nameServers, networkFacts } from '#firmware/system/machine-facts';

const route = [
  'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
  'eth0\t0002000C\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0',
  'eth0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0',
  '',
].join('\n');

describe('facts of the network', () => {
  it('the gateway is the one of the default route', () => {
    assert.deepEqual(defaultRoute(route), { interface: 'eth0', gateway: '192.168.0.1' });
    assert.equal(defaultRoute(''), undefined);
    assert.equal(defaultRoute('x\ny\t00000000\tzz'), undefined);
  });

  it('name servers come from resolv.conf, three at most', () => {
    const text = 'search example.net\nnameserver 192.0.2.53\n#nameserver 1.1.1.1\nnameserver ::1\nnameserver a b\n';
    assert.deepEqual(nameServers(`${text}nameserver 192.0.2.1\nnameserver 192.0.2.2\n`), ['192.0.2.53', '::1', 'a']);
  });

  it('link, speed and VLAN are those of the interface', () => {
    const files: Readonly<Record<string, string>> = {
      '/proc/net/route': route,
      '/sys/class/net/eth0.5/carrier': '1\n',
      '/sys/class/net/eth0.5/speed': '1000\n',
      '/sys/class/net/eth0.5/duplex': 'full\n',
      '/proc/net/vlan/eth0.5': 'eth0.5  VID: 5\t REORDER_HDR: 1',
    };
    const facts = networkFacts('eth0.5', (path) => files[path] ?? '');
    assert.deepEqual(facts.link, { up: true, speedMbps: 1000, fullDuplex: true });
    assert.equal(facts.vlan, 5);
    assert.equal(facts.gateway, '192.168.0.1');
  });

  it('a machine without any of these files is not known, nothing more', () => {
    assert.deepEqual(
      networkFacts('../../etc', () => ''),
      {
        interface: '',
        gateway: '',
        nameServers: [],
        link: { up: false, speedMbps: undefined, fullDuplex: undefined },
        vlan: undefined,
      },
    );
  });
});
