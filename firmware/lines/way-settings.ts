// Parameters about the way between a line and its registrar: NATs, flows, whom the line registers for, whom it believes.

import type { KeepAliveWish, NatSettings, RoutingSettings } from '#sip/ua/account/routing-settings';
import type { Parameters } from './line-settings.ts';
import { serverAddress, writtenServer } from './server-settings.ts';

const keepAliveRequests: Readonly<Record<string, KeepAliveWish['request']>> = {
  $NOTIFY: 'NOTIFY',
  $REGISTER: 'REGISTER',
  $PING: 'PING',
};
const keepAliveModes = { CRLF: 'lineEnds', EMPTY: 'empty', STUN: 'answered' } as const;

export function waySettings(parameters: Parameters, line: number): RoutingSettings {
  const nat = natOf(parameters, line);
  const owner = parameters.get(`voip/line/${line}/shared_user_id`);
  const stationName = parameters.get('voip/signalling/sip/station_name');
  const station = stationName === '' ? {} : { stationName };
  const proxyRequire = parameters.get(`voip/line/${line}/proxy_require`);
  return {
    ...(proxyRequire === '' ? {} : { proxyRequire }),
    names: {
      usesServices: parameters.get(`voip/line/${line}/dns/srv`),
      putsPrefix: parameters.get(`voip/line/${line}/dns/srv_prefix`),
      samePortFirst: parameters.get(`voip/line/${line}/proxy_redundancy`) === 'Based on SRV Port',
    },
    outbound: {
      flows: parameters.get('voip/signalling/sip/outbound/flows_enabled'),
      gruu: parameters.get('voip/signalling/sip/outbound/gruu_enabled'),
    },
    clearsBindings: parameters.get('voip/signalling/sip/remove_last_registration'),
    ...(parameters.get(`voip/line/${line}/auth_page/enabled`) ? { pageProof: pageProof(parameters, line) } : {}),
    challengesCalls: parameters.get(`voip/line/${line}/auth_invite`),
    digest: {
      realms: parameters
        .get(`voip/line/${line}/realm`)
        .split(',')
        .map((realm) => realm.trim())
        .filter((realm) => realm !== ''),
      md5: parameters.get('voip/signalling/sip/digest_md5/enabled'),
      attempts: parameters.get('voip/signalling/sip/max_authentications'),
    },
    ...(nat === undefined ? {} : { nat }),
    keepsVia: !parameters.get('voip/signalling/sip/nat/via/substitute_address'),
    ...(parameters.get(`voip/line/${line}/nat/keepalive_enabled`) ? { keepAlive: keepAliveOf(parameters, line) } : {}),
    ...(owner === '' && stationName === '' ? {} : { thirdParty: owner === '' ? station : { user: owner, ...station } }),
  };
}

/** Undefined where the line says where its sockets are, and where what it should say instead is not set. */
function natOf(parameters: Parameters, line: number): NatSettings | undefined {
  if (!parameters.get(`voip/line/${line}/nat/mapping_enabled`)) return undefined;
  const address = parameters.get('voip/signalling/sip/nat/external_address');
  const port = parameters.get('voip/signalling/sip/nat/external_port');
  const server = parameters.get('voip/signalling/sip/nat/stun_server');
  const mapping = parameters.get('voip/signalling/sip/nat/mapping');
  // An external address is nothing that anybody sets without meaning it.
  if (address !== '' && mapping !== 'STUN') return { type: 'fixed', address, ...(port === 0 ? {} : { port }) };
  if (mapping === 'LEARNED') {
    const believes = {
      address: parameters.get('voip/signalling/sip/nat/via/handle_received'),
      port: parameters.get('voip/signalling/sip/nat/via/handle_rport'),
    };
    return { type: 'learned', believes };
  }
  if (mapping === 'FIXED' || server === '') return undefined;
  return { type: 'stun', server: serverAddress(server, parameters.get('voip/signalling/sip/nat/stun_port')) };
}

function pageProof(parameters: Parameters, line: number): NonNullable<RoutingSettings['pageProof']> {
  return {
    realm: parameters.get(`voip/line/${line}/auth_page/realm`),
    password: () => parameters.get(`voip/line/${line}/auth_page/password`).reveal(),
  };
}

function keepAliveOf(parameters: Parameters, line: number): KeepAliveWish {
  const message = parameters.get(`voip/line/${line}/nat/keepalive_message`);
  const request = keepAliveRequests[message];
  const place = parameters.get(`voip/line/${line}/nat/keepalive_destination`);
  const destination = place === '$PROXY' ? undefined : writtenServer(place);
  const isText = message !== '' && request === undefined;
  return {
    intervalMs: parameters.get('voip/signalling/sip/nat/keepalive_interval') * 1000,
    mode: isText ? 'text' : keepAliveModes[parameters.get('voip/signalling/sip/nat/keepalive_mode')],
    ...(isText ? { text: message } : {}),
    ...(request === undefined ? {} : { request }),
    ...(destination === undefined ? {} : { destination }),
  };
}
