// The script of our Kamailio. A user's password is `secret-` and the name, so that no table of users is needed.

import { noAnswerAfterMs } from './numbers.ts';

export function kamailioConfiguration({ address, port }: { readonly address: string; readonly port: number }): string {
  return `#!KAMAILIO
debug=1
children=2
tcp_children=2
log_stderror=yes
auto_aliases=no
disable_tcp=no
# Keeps the connection of a phone for as long as its registration.
tcp_connection_lifetime=3700
listen=udp:${address}:${port}
listen=tcp:${address}:${port}

loadmodule "kex.so"
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

modparam("tm", "fr_timer", 5000)
modparam("tm", "fr_inv_timer", ${noAnswerAfterMs})
modparam("usrloc", "db_mode", 0)
modparam("registrar", "min_expires", 5)
modparam("registrar", "max_expires", 3600)
modparam("auth", "qop", "auth")
modparam("auth", "nonce_expire", 300)
modparam("rr", "append_fromtag", 1)

request_route {
    if (!mf_process_maxfwd_header("16")) { sl_send_reply("483", "Too Many Hops"); exit; }
    # Every check that it knows: a malformed request of ours shall not get through.
    if (!sanity_check("17895", "7")) exit;
    force_rport();

    if (is_method("CANCEL")) {
        if (t_check_trans()) t_relay();
        exit;
    }
    if (!is_method("ACK")) {
        if (t_precheck_trans()) { t_check_trans(); exit; }
        t_check_trans();
    }
    if (has_totag()) {
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
    if (!pv_proxy_authenticate("interop", "secret-$au", "0")) { proxy_challenge("interop", "1"); exit; }
    consume_credentials();
    if (is_method("INVITE")) record_route();
    if (uri != myself) { t_relay(); exit; }
    if (!lookup("location")) {
        t_newtran();
        t_reply("404", "Not Found");
        exit;
    }
    if (!t_relay()) sl_reply_error();
}
`;
}
