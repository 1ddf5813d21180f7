// A Kamailio that listens for phones out of the box: it answers their SUBSCRIBE to 224.0.1.75 and notifies the address of their settings.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lan, peerAddress } from './lan.ts';
import { PeerProcess } from './peer-process.ts';

const port = 5090;

export async function startPlugAndPlayServer(lan: Lan, parent: string, address: string): Promise<PeerProcess> {
  const directory = join(parent, 'plug-and-play');
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'kamailio.cfg');
  writeFileSync(file, configuration(address));
  await lan.runThere(['ip', 'route', 'add', '224.0.0.0/4', 'dev', 'eth0']);
  const files = ['-f', file, '-Y', directory, '-P', join(directory, 'pid')];
  const server = PeerProcess.start('kamailio', lan.there(['kamailio', '-DD', '-E', ...files, '-m', '32', '-M', '4']));
  await server.ready('it listened', async () => (await lan.runThere(['ss', '-Hlun', `sport = :${port}`])).trim() !== '');
  return server;
}

function configuration(address: string): string {
  return `#!KAMAILIO
debug=1
children=1
log_stderror=yes
disable_tcp=yes
auto_aliases=no
mcast="eth0"
listen=udp:${peerAddress}:${port}
listen=udp:224.0.1.75:5060
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "uac.so"
modparam("uac", "restore_mode", "none")

request_route {
  if (!is_method("SUBSCRIBE") || !($hdr(Event) =~ "^ua-profile")) {
    sl_send_reply("405", "Method Not Allowed");
    exit;
  }
  $fs = "udp:${peerAddress}:${port}";
  sl_send_reply("200", "OK");
  $uac_req(method) = "NOTIFY";
  $uac_req(ruri) = $(ct{nameaddr.uri});
  $uac_req(furi) = $tu;
  $uac_req(turi) = $fu;
  $uac_req(callid) = $ci;
  $uac_req(hdrs) = "Event: ua-profile\\r\\nSubscription-State: terminated;reason=timeout\\r\\nContent-Type: application/url\\r\\n";
  $uac_req(body) = "${address}";
  $uac_req(sock) = "udp:${peerAddress}:${port}";
  uac_req_send();
  exit;
}
`;
}
