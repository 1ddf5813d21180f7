// What belongs to the administrator: network, lines, restart. Behind the administrator's password.

import { hostEditor } from '../../entry/fields.ts';
import type { LinkEntry, ParameterEntry, SubMenu } from './entry.ts';

function parameter(id: string, word: ParameterEntry['word'], path: string): ParameterEntry {
  return { kind: 'parameter', id, word, path };
}

/** Where the machine has the program. */
function probe(id: 'ping' | 'traceroute'): LinkEntry {
  return {
    kind: 'link',
    id,
    word: (text) => text.menu[id],
    shown: ({ maintenance }) => maintenance.probes[id],
    intent: ({ maintenance }) => {
      const editor = hostEditor(maintenance.facts.network.gateway);
      return { do: 'open', page: { page: 'probe', probe: id, editor, focus: 0 } };
    },
  };
}

const vlan: SubMenu = {
  kind: 'menu',
  id: 'vlan',
  word: (text) => text.status.vlan,
  entries: [
    parameter('mode', (text) => text.menu.vlanMode, 'network/lan/vlan/mode'),
    parameter('id', (text) => text.menu.vlanId, 'network/lan/vlan/id'),
    parameter('priority', (text) => text.menu.vlanPriority, 'network/lan/vlan/priority'),
  ],
};

const accessControl: SubMenu = {
  kind: 'menu',
  id: 'dot1x',
  word: (text) => text.status.dot1x,
  entries: [
    parameter('type', (text) => text.menu.eapType, 'network/lan/_802_1x/eap_type'),
    parameter('identity', (text) => text.menu.authName, 'network/lan/_802_1x/md5_identity'),
    parameter('password', (text) => text.menu.authPassword, 'network/lan/_802_1x/md5_password'),
    parameter('tlsIdentity', (text) => text.menu.tlsIdentity, 'network/lan/_802_1x/tls_identity'),
  ],
};

const network: SubMenu = {
  kind: 'menu',
  id: 'network',
  word: (text) => text.menu.network,
  icon: 'network',
  entries: [
    parameter('ipType', (text) => text.menu.ipType, 'network/lan_type'),
    parameter('ipAddress', (text) => text.menu.ipAddress, 'network/lan/fixed_ip/ip_address'),
    parameter('netmask', (text) => text.menu.netmask, 'network/lan/fixed_ip/netmask'),
    parameter('gateway', (text) => text.menu.gateway, 'network/lan/fixed_ip/gateway'),
    parameter('primaryDns', (text) => text.menu.primaryDns, 'network/lan/fixed_ip/primary_dns'),
    parameter('secondaryDns', (text) => text.menu.secondaryDns, 'network/lan/fixed_ip/secondary_dns'),
    parameter('domainName', (text) => text.menu.domainName, 'network/lan/fixed_ip/domain_name'),
    parameter('hostName', (text) => text.menu.hostName, 'network/lan/host_name'),
    vlan,
    accessControl,
  ],
};

const provisioning: SubMenu = {
  kind: 'menu',
  id: 'provisioning',
  word: (text) => text.menu.provisioning,
  icon: 'update',
  entries: [
    parameter('method', (text) => text.menu.provisioningMethod, 'provisioning/method'),
    parameter('configurationUrl', (text) => text.menu.configurationUrl, 'provisioning/configuration/url'),
    parameter('firmwareUrl', (text) => text.menu.firmwareUrl, 'provisioning/firmware/url'),
    {
      kind: 'link',
      id: 'updateNow',
      word: (text) => text.menu.updateNow,
      shown: ({ maintenance }) => maintenance.canUpdate,
      intent: () => ({ do: 'updateNow' }),
    },
  ],
};

export const administrationMenu: SubMenu = {
  kind: 'menu',
  id: 'administration',
  word: (text) => text.menu.administration,
  icon: 'lock',
  admin: true,
  entries: [
    network,
    {
      kind: 'lines',
      id: 'lines',
      word: (text) => text.menu.lines,
      icon: 'phone',
      entries: [
        parameter('enabled', (text) => text.menu.lineEnabled, 'voip/line/N/enabled'),
        parameter('id', (text) => text.menu.lineId, 'voip/line/N/id'),
        parameter('description', (text) => text.menu.lineLabel, 'voip/line/N/description'),
        parameter('authName', (text) => text.menu.authName, 'voip/line/N/auth_name'),
        parameter('authPassword', (text) => text.menu.authPassword, 'voip/line/N/auth_password'),
        parameter('domain', (text) => text.menu.sipDomain, 'voip/line/N/domain'),
        parameter('proxyAddress', (text) => text.menu.proxyAddress, 'voip/line/N/proxy_address'),
        parameter('proxyPort', (text) => text.menu.proxyPort, 'voip/line/N/proxy_port'),
        parameter('transport', (text) => text.menu.transport, 'voip/line/N/transport_protocol'),
      ],
    },
    provisioning,
    { ...parameter('timeServer', (text) => text.menu.timeServer, 'system/ntp/enabled'), icon: 'clock' },
    { ...parameter('headsetOnly', (text) => text.menu.headsetOnly, 'voip/headset_only/enabled'), icon: 'headset' },
    { ...parameter('logLevel', (text) => text.menu.logLevel, 'system/syslog/log_level'), icon: 'list' },
    { ...parameter('password', (text) => text.menu.adminPassword, 'system/password'), icon: 'lock' },
    {
      kind: 'menu',
      id: 'diagnostics',
      word: (text) => text.menu.diagnostics,
      icon: 'talking',
      entries: [probe('ping'), probe('traceroute')],
    },
    {
      kind: 'link',
      id: 'restart',
      word: (text) => text.menu.restart,
      icon: 'restart',
      intent: () => ({ do: 'open', page: { page: 'restart', focus: 0 } }),
    },
    {
      kind: 'link',
      id: 'restoreDefaults',
      word: (text) => text.menu.restoreDefaults,
      icon: 'warning',
      intent: () => ({ do: 'open', page: { page: 'restoreDefaults', focus: 0 } }),
    },
    {
      kind: 'link',
      id: 'factoryReset',
      word: (text) => text.menu.factoryReset,
      icon: 'warning',
      intent: () => ({ do: 'open', page: { page: 'factoryReset', focus: 0 } }),
    },
  ],
};
