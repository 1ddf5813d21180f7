// Kamailio as a registrar and proxy that asks nobody for a password.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accepts } from '../../interop/rig/kamailio.ts';
import { PeerProcess } from '../../interop/rig/peer-process.ts';
import { stageAddress } from './stage.ts';

export const registrarPort = 5060;

const configuration = `#!KAMAILIO
debug=0
children=2
tcp_children=1
log_stderror=yes
auto_aliases=no
listen=udp:${stageAddress}:${registrarPort}
listen=tcp:${stageAddress}:${registrarPort}

loadmodule "tm.so"
loadmodule "tmx.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "siputils.so"
loadmodule "textops.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"

modparam("registrar", "max_contacts", 1)

request_route {
    if (!mf_process_maxfwd_header("16")) { sl_send_reply("483", "Too Many Hops"); exit; }
    force_rport();
    if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
    if (!is_method("ACK")) { if (t_precheck_trans()) { t_check_trans(); exit; } t_check_trans(); }
    if (has_totag()) {
        if (loose_route()) t_relay();
        else if (is_method("ACK") && t_check_trans()) t_relay();
        exit;
    }
    if (is_method("REGISTER")) { save("location", "0x04"); exit; }
    if (is_method("INVITE")) record_route();
    if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
    if (!t_relay()) sl_reply_error();
}
`;

export async function startRegistrar(parent: string): Promise<PeerProcess> {
  const directory = join(parent, 'kamailio');
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'kamailio.cfg');
  writeFileSync(file, configuration);
  const files = ['-f', file, '-Y', directory, '-P', join(directory, 'pid')];
  const kamailio = PeerProcess.start('kamailio', ['kamailio', '-DD', '-E', ...files, '-m', '64', '-M', '8']);
  await kamailio.waitUntil('it accepted connections', () => accepts(stageAddress, registrarPort));
  return kamailio;
}
