// Vendors write `pbx.example.org:5080` into one field where we have two.

export interface HostAndPort {
  readonly host: string;
  readonly port: number | undefined;
}

/** An IPv6 address has a port only behind brackets. */
export function splitHostAndPort(text: string): HostAndPort {
  const [, host, port] = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/.exec(text.trim()) ?? [];
  return host === undefined ? { host: text.trim(), port: undefined } : { host, port: Number(port) };
}

/** Parameters that hold a host, and the one that holds its port. */
export const portPatterns: ReadonlyMap<string, string> = new Map([
  ['voip/line/N/proxy_address', 'voip/line/N/proxy_port'],
  ['voip/line/N/outbound_proxy/addr', 'voip/line/N/outbound_proxy/port'],
  ['voip/line/N/backup_proxy_address', 'voip/line/N/backup_proxy_port'],
  ['voip/signalling/sip/proxy_address', 'voip/signalling/sip/proxy_port'],
  ['voip/signalling/sip/sip_outbound_proxy/addr', 'voip/signalling/sip/sip_outbound_proxy/port'],
  ['voip/signalling/sip/redundant_proxy/address', 'voip/signalling/sip/redundant_proxy/port'],
  ['voip/signalling/sip/nat/stun_server', 'voip/signalling/sip/nat/stun_port'],
  ['system/syslog/server_address', 'system/syslog/server_port'],
  ['system/ldap/server_address', 'system/ldap/port'],
  ['system/ac_http_proxy_ip', 'system/ac_http_proxy_port'],
]);
