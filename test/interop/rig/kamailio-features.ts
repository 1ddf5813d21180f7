// What our Kamailio can have beyond registrar and proxy: TLS with good and bad certificates, WebSocket, presence with resource lists,
// shared call appearances, third-party registration, flows and GRUUs.

import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Certificate, Certificates } from './certificates.ts';
import type { KamailioFeature } from './kamailio-configuration.ts';
import { asHost, peerAddress } from './lan.ts';
import { gatewayPorts, user } from './numbers.ts';

/** One port for each certificate; `mutual` wants one of the phone, too. */
export const tlsPorts = { right: 5061, wrongName: 5062, expired: 5063, foreign: 5064, mutual: 5065, wss: 5443 } as const;
export const webSocketPort = 5080;

export function tls(certificates: Certificates, directory: string, address: string = peerAddress): KamailioFeature {
  const file = join(directory, 'tls.cfg');
  const server = (
    port: number,
    { certificate, key }: Certificate,
    asksForOne: boolean,
  ): string => `[server:${asHost(address)}:${port}]
method = TLSv1.2+
private_key = ${key}
certificate = ${certificate}
ca_list = ${certificates.authority}
verify_certificate = ${asksForOne ? 'yes' : 'no'}
require_certificate = ${asksForOne ? 'yes' : 'no'}
`;
  const { right, wrongName, expired, foreign } = certificates;
  writeFileSync(
    file,
    [
      `[server:default]\nmethod = TLSv1.2+\nprivate_key = ${right.key}\ncertificate = ${right.certificate}\n`,
      '[client:default]\nverify_certificate = no\nrequire_certificate = no\n',
      server(tlsPorts.right, right, false),
      server(tlsPorts.wrongName, wrongName, false),
      server(tlsPorts.expired, expired, false),
      server(tlsPorts.foreign, foreign, false),
      server(tlsPorts.mutual, right, true),
      server(tlsPorts.wss, right, false),
    ].join('\n'),
  );
  return {
    listen: ['enable_tls=yes', ...Object.values(tlsPorts).map((port) => `listen=tls:${asHost(address)}:${port}`)],
    modules: ['tls.so'],
    parameters: [`modparam("tls", "config", "${file}")`],
  };
}

export const webSocket: KamailioFeature = {
  listen: [`listen=tcp:${peerAddress}:${webSocketPort}`],
  modules: ['xhttp.so', 'websocket.so', 'nathelper.so'],
  parameters: [
    'modparam("websocket", "keepalive_mechanism", 0)',
    'modparam("nathelper|registrar", "received_avp", "$avp(received)")',
  ],
  early: `
    # A client of WebSocket has no address that one could connect to.
    if (proto == WS || proto == WSS) {
        if (is_method("REGISTER")) fix_nated_register();
        else add_contact_alias();
    }
`,
  within: `
        if (loose_route()) { handle_ruri_alias(); t_relay(); exit; }
`,
  routes: `
event_route[xhttp:request] {
    if ($hdr(Upgrade) =~ "websocket" && $hdr(Connection) =~ "Upgrade" && $rm == "GET") {
        if (ws_handle_handshake()) exit;
    }
    xhttp_reply("404", "Not Found", "", "");
}
# The called phone has no address either.
onreply_route {
    if (proto == WS || proto == WSS) add_contact_alias();
}
`,
};

/** How long a registrar waits for a sign of life on a flow. */
export const flowTimerS = 10;

/** Of a registrar that knows flows, Path and GRUU (RFC 5626, 3327, 5627). */
export const outbound: KamailioFeature = {
  modules: ['path.so', 'stun.so', 'outbound.so', 'nathelper.so'],
  parameters: [
    'modparam("nathelper|registrar", "received_avp", "$avp(received)")',
    'modparam("registrar", "gruu_enabled", 1)',
    'modparam("registrar", "outbound_mode", 1)',
    'modparam("registrar", "use_path", 1)',
    'modparam("registrar", "max_contacts", 5)',
    `modparam("registrar", "flow_timer", ${flowTimerS})`,
  ],
  // The flow that it has itself is the connection that the phone opened.
  early: `
    if (is_method("REGISTER") && proto != UDP && $ct =~ "reg-id" && $hdr(Path) == $null) fix_nated_register();
`,
  // Within a dialog, too, a name of the phone leads to its flow.
  within: `
        if (uri == myself && is_gruu()) { loose_route(); lookup("location"); t_relay(); exit; }
`,
};

/** Of a proxy between phones and that registrar, which keeps their flows (RFC 5626 §5). */
export const edge: KamailioFeature = {
  modules: ['path.so', 'stun.so', 'outbound.so'],
  early: `
    if (is_method("REGISTER")) {
        add_path();
        $du = "sip:${peerAddress}:5060";
        t_relay();
        exit;
    }
    if (is_method("INVITE") && !has_totag() && $si == "${peerAddress}" && loose_route()) {
        record_route();
        t_relay();
        exit;
    }
`,
};

/** Where the network is not to be patient. Over TCP Kamailio looks again only when its first timer ends: both are set. */
const noAnswerAfterMs = 4000;

/** Numbers of somebody who has the network forward calls to the first gateway; the second one is his phone. */
export const forwarded = { always: '7101', whenBusy: '7102', whenNotAnswered: '7103' } as const;

export const forwarding: KamailioFeature = {
  initial: `
    if (is_method("INVITE") && $rU =~ "^710") {
        t_on_failure("FORWARD");
        if ($rU == "${forwarded.whenNotAnswered}") t_set_fr("${noAnswerAfterMs}", "${noAnswerAfterMs}");
        if ($rU == "${forwarded.always}") $du = "sip:${peerAddress}:${gatewayPorts.first}";
        else $du = "sip:${peerAddress}:${gatewayPorts.second}";
        t_relay();
        exit;
    }
`,
  routes: `
failure_route[FORWARD] {
    if (t_is_canceled() || !t_check_status("486|408")) exit;
    t_reset_fr();
    $du = "sip:${peerAddress}:${gatewayPorts.first}";
    t_relay();
}
`,
};

/** Rings at baresip's, and is given up with 408 when nobody answers soon. */
export const impatientNumber = '7201';

export const impatience: KamailioFeature = {
  initial: `
    if (is_method("INVITE") && $rU == "${impatientNumber}") {
        t_set_fr("${noAnswerAfterMs}", "${noAnswerAfterMs}");
        $rU = "${user.baresip}";
    }
`,
};

/** The number whose subscribers are told of all these by one document (RFC 4662). */
export const resourceList: { readonly number: string; readonly members: readonly string[] } = {
  number: '7001',
  members: [user.secondPhone, user.thirdPhone],
};

/** Presence, dialogs (BLF), message waiting, resource lists. */
export function presence(directory: string): KamailioFeature {
  const url = `sqlite:///${makeDatabase(directory, ['standard', 'presence'])}`;
  const lists = makeResourceLists(directory);
  return {
    modules: [
      'db_sqlite.so',
      'db_text.so',
      'presence.so',
      'presence_xml.so',
      'presence_dialoginfo.so',
      'presence_mwi.so',
      'dialog.so',
      'pua.so',
      'pua_dialoginfo.so',
      'rls.so',
    ],
    parameters: [
      `modparam("presence|presence_xml|pua", "db_url", "${url}")`,
      `modparam("presence", "server_address", "sip:${peerAddress}:5060")`,
      'modparam("presence", "subs_db_mode", 0)',
      // In memory: SQLite has one writer.
      'modparam("presence", "publ_cache", 2)',
      'modparam("presence", "send_fast_notify", 1)',
      'modparam("presence_xml", "force_active", 1)',
      'modparam("presence_xml", "integrated_xcap_server", 1)',
      // Who has no calls is told of, too.
      'modparam("presence_dialoginfo", "force_dummy_dialog", 1)',
      'modparam("pua", "db_mode", 0)',
      'modparam("pua_dialoginfo", "include_callid", 1)',
      'modparam("pua_dialoginfo", "include_tags", 1)',
      'modparam("pua_dialoginfo", "include_localremote", 1)',
      'modparam("pua_dialoginfo", "caller_confirmed", 1)',
      'modparam("pua_dialoginfo", "use_pubruri_avps", 1)',
      'modparam("pua_dialoginfo", "pubruri_caller_avp", "$avp(pub_caller)")',
      'modparam("pua_dialoginfo", "pubruri_callee_avp", "$avp(pub_callee)")',
      `modparam("rls", "db_url", "text://${lists}")`,
      `modparam("rls", "rlpres_db_url", "text://${lists}")`,
      `modparam("rls", "xcap_db_url", "text://${lists}")`,
      `modparam("rls", "server_address", "sip:${peerAddress}:5060")`,
      'modparam("rls", "integrated_xcap_server", 1)',
      'modparam("rls", "rls_event", "presence")',
      'modparam("rls", "rls_event", "dialog")',
      'modparam("rls", "db_mode", 0)',
      'modparam("rls", "waitn_time", 1)',
      'modparam("rls", "to_presence_code", 10)',
    ],
    within: `
        if (is_method("SUBSCRIBE|NOTIFY") && (uri == myself || !loose_route())) { route(PRESENCE); exit; }
`,
    initial: `
    if (is_method("PUBLISH|SUBSCRIBE|NOTIFY") && uri == myself) { route(PRESENCE); exit; }
    if (is_method("INVITE")) {
        $avp(pub_caller) = "sip:" + $fU + "@${peerAddress}";
        $avp(pub_callee) = "sip:" + $rU + "@${peerAddress}";
        dlg_manage();
    }
`,
    routes: `
route[PRESENCE] {
    if (!t_newtran()) { sl_reply_error(); exit; }
    if (is_method("PUBLISH")) { handle_publish(); exit; }
    if (is_method("SUBSCRIBE")) {
        # 10: not a list, so it is for the presence server.
        rls_handle_subscribe();
        if ($rc == 10) handle_subscribe();
        exit;
    }
    rls_handle_notify();
    if ($rc == 2) t_reply("481", "Subscription Does Not Exist");
    exit;
}
`,
  };
}

/** Text: rls asks how many rows it has changed, which SQLite does not tell it (it falls over then). */
function makeResourceLists(parent: string): string {
  const directory = join(parent, 'rls');
  mkdirSync(directory, { recursive: true });
  for (const table of ['version', 'rls_presentity', 'rls_watchers', 'xcap']) {
    cpSync(`/usr/share/kamailio/dbtext/kamailio/${table}`, join(directory, table));
  }
  const list = resourceList.members.map((member) => `<entry uri="sip:${member}@${peerAddress}"/>`).join('');
  const services = `<?xml version="1.0" encoding="UTF-8"?><rls-services xmlns="urn:ietf:params:xml:ns:rls-services">\
<service uri="sip:${resourceList.number}@${peerAddress}"><list>${list}</list>\
<packages><package>presence</package><package>dialog</package></packages></service></rls-services>`;
  // As an XCAP server would have stored it: document type 8 is a resource list service (RFC 4826).
  const place = `/rls-services/users/sip:${user.phone}@${peerAddress}/index`;
  const row = ['1', user.phone, peerAddress, services, '8', '1', '0', place, '0'];
  appendFileSync(join(directory, 'xcap'), `${row.map((cell) => cell.replaceAll(':', '\\:')).join(':')}\n`);
  return directory;
}

/** The number that phones share, in BroadWorks' manner (Call-Info). */
export const sharedNumber = '2000';

export function sharedAppearances(directory: string): KamailioFeature {
  const database = makeDatabase(directory, ['standard', 'sca']);
  const subscribes = 'if (is_method("SUBSCRIBE") && $hdr(Event) =~ "^(call-info|line-seize)") { sca_handle_subscribe(); exit; }';
  return {
    modules: ['db_sqlite.so', 'sca.so'],
    parameters: [
      `modparam("sca", "db_url", "sqlite:///${database}")`,
      `modparam("sca", "server_address", "sip:${peerAddress}:5060")`,
      'modparam("registrar", "max_contacts", 5)',
    ],
    within: `
        ${subscribes}
        sca_call_info_update();
`,
    initial: `
    ${subscribes}
    if (is_method("INVITE")) sca_call_info_update();
`,
    replies: `
    sca_call_info_update();
`,
  };
}

/** Whose line other stations share; a key system lets them register for it (SPA9000), and the first gateway tells of it. */
export const ownedNumber = '5041';

export const keySystem: KamailioFeature = {
  early: `
    if (is_method("REGISTER") && $hdr(P-Station-Name) != $null) {
        if (!pv_www_authenticate("interop", "secret-$au", "0")) { www_challenge("interop", "1"); exit; }
        save("location");
        exit;
    }
`,
  initial: `
    if (is_method("SUBSCRIBE") && $rU == "${ownedNumber}" && $si != "${peerAddress}") {
        $du = "sip:${peerAddress}:${gatewayPorts.first}";
        t_relay();
        exit;
    }
`,
};

function makeDatabase(directory: string, tables: readonly string[]): string {
  mkdirSync(directory, { recursive: true });
  const database = join(directory, `${tables.join('-')}.db`);
  for (const table of tables) sql(database, readFileSync(`/usr/share/kamailio/db_sqlite/${table}-create.sql`, 'utf8'));
  return database;
}

function sql(database: string, text: string): void {
  execFileSync('sqlite3', [database], { input: text });
}
