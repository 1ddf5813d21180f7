// The script of our Kamailio. A user's password is `secret-` and the name, so that no table of users is needed.

import { asHost, peerAddress } from './lan.ts';
import { gatewayPorts } from './numbers.ts';

/** Lines for each part of the script, from what a Kamailio has beyond registrar and proxy. */
export interface KamailioFeature {
  readonly listen?: readonly string[];
  readonly modules?: readonly string[];
  readonly parameters?: readonly string[];
  /** For every request. */
  readonly early?: string;
  /** For requests within dialogs, before they are routed. */
  readonly within?: string;
  /** For requests outside dialogs whose sender is known. */
  readonly initial?: string;
  /** For responses to what was relayed. */
  readonly replies?: string;
  /** Blocks of its own. */
  readonly routes?: string;
}

export interface KamailioOptions {
  readonly address: string;
  readonly port: number;
  /** What it answers to beside its address. */
  readonly names?: readonly string[];
  readonly features?: readonly KamailioFeature[];
  /** Said in Record-Route instead of its address: a name that several proxies share. */
  readonly recordsAs?: string;
}

export function kamailioConfiguration(options: KamailioOptions): string {
  const { address, port, names = [], features = [], recordsAs } = options;
  const all = (part: (feature: KamailioFeature) => readonly string[] | string | undefined): string =>
    features.flatMap((feature) => part(feature) ?? []).join('\n');
  return `#!KAMAILIO
debug=1
# One worker a transport: with two, an answer that comes later may leave before the one that came earlier.
children=1
tcp_children=1
log_stderror=yes
auto_aliases=no
disable_tcp=no
# Keeps the connection of a phone for as long as its registration.
tcp_connection_lifetime=3700
# SIP over WebSocket may leave Content-Length away.
tcp_accept_no_cl=yes
listen=udp:${asHost(address)}:${port}
listen=tcp:${asHost(address)}:${port}
${all(({ listen }) => listen)}
${names.map((name) => `alias="${name}"`).join('\n')}

loadmodule "kex.so"
loadmodule "corex.so"
loadmodule "tm.so"
loadmodule "tmx.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "sanity.so"
loadmodule "siputils.so"
loadmodule "textops.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "auth.so"
${all(({ modules = [] }) => modules.map((name) => `loadmodule "${name}"`))}

# Patient: whom they reach may be stopped for a while on a busy machine.
modparam("tm", "fr_timer", 30000)
modparam("tm", "fr_inv_timer", 60000)
modparam("usrloc", "db_mode", 0)
modparam("registrar", "min_expires", 5)
modparam("registrar", "max_expires", 3600)
modparam("auth", "qop", "auth")
modparam("auth", "nonce_expire", 300)
modparam("rr", "append_fromtag", 1)
${all(({ parameters }) => parameters)}

request_route {
    if (!mf_process_maxfwd_header("16")) { sl_send_reply("483", "Too Many Hops"); exit; }
    # Every check that it knows: a malformed request of ours shall not get through.
    if (!sanity_check("17895", "7")) exit;
    force_rport();
${all(({ early }) => early)}

    # Gateways: nothing is changed on the way to them, and none of their answers.
    if (uri == myself && $rU =~ "^[89]") {
        if (is_method("INVITE|SUBSCRIBE")) record_route();
        if ($rU =~ "^9") $du = "sip:${peerAddress}:${gatewayPorts.first}";
        else $du = "sip:${peerAddress}:${gatewayPorts.second}";
        forward();
        exit;
    }

    if (is_method("CANCEL")) {
        if (t_check_trans()) t_relay();
        exit;
    }
    t_on_reply("REPLIES");
    if (!is_method("ACK")) {
        if (t_precheck_trans()) { t_check_trans(); exit; }
        t_check_trans();
    }
    if (has_totag()) {
        # sipp sends all to its proxy, whatever the dialog's route.
        if (uri != myself && ($sp == ${gatewayPorts.first} || $sp == ${gatewayPorts.second}) && $hdr(Route) == $null) {
            t_relay();
            exit;
        }
${all(({ within }) => within)}
        if (loose_route()) { t_relay(); exit; }
        # The ACK of a failure that we ourselves answered.
        if (is_method("ACK")) { if (t_check_trans()) t_relay(); exit; }
        sl_send_reply("481", "Call/Transaction Does Not Exist");
        exit;
    }

    if (is_method("REGISTER")) {
        if (!pv_www_authenticate("interop", "secret-$au", "0")) { www_challenge("interop", "1"); exit; }
        if ($au != $tU) { sl_send_reply("403", "Not Your Number"); exit; }
        save("location");
        exit;
    }
    if (is_method("OPTIONS") && $rU == $null) { sl_send_reply("200", "OK"); exit; }
    if (!($si == "${peerAddress}" && ($sp == ${gatewayPorts.first} || $sp == ${gatewayPorts.second} || $sp == ${port}))) {
        if (!pv_proxy_authenticate("interop", "secret-$au", "0")) { proxy_challenge("interop", "1"); exit; }
        consume_credentials();
    }
    if (is_method("INVITE|SUBSCRIBE|REFER")) ${recordsAs === undefined ? 'record_route()' : `record_route_preset("${recordsAs}")`};
${all(({ initial }) => initial)}
    if (uri != myself) { t_relay(); exit; }
    if (!lookup("location")) {
        t_newtran();
        t_reply("404", "Not Found");
        exit;
    }
    if (!t_relay()) sl_reply_error();
}
onreply_route[REPLIES] {
    if ($rs < 0) exit;
${all(({ replies }) => replies)}
}
${all(({ routes }) => routes)}
`;
}
