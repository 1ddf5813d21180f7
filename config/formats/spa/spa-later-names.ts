// Names that only the later SPA5xx phones have, for profiles that serve both.

import { words } from '../imported-entry.ts';
import type { NameRow } from '../vendor-names.ts';

export const spaLaterNames: readonly NameRow[] = [
  ['Alternate_Proxy_{n}_', 'voip/line/N/backup_proxy_address'],
  ['Dual_Registration_{n}_', 'voip/signalling/sip/redundant_proxy/mode', words({ Yes: 'SIMULTANEOUS', No: 'PRIMARY_FALLBACK' })],
  ['Attendant_Console_Call_Pickup_Code', 'voip/services/blf/pickup_code'],
  ['Voice_Quality_Report_Address_{n}_', 'voip/rtcp_xr/collector/address'],
  ['BLF_List_URI', 'voip/services/blf/list_uri'],
  ['NTP_Enable', 'system/ntp/enabled'],
  ['Host_Name', 'network/lan/host_name'],
  ['Enable_LLDP-MED', 'network/lan/vlan/mode', words({ Yes: 'CDP_LLDP', No: 'CDP' })],
  ['Cfwd_Setting', 'voip/services/call_forward/always/enabled'],
  ['DHCP_Option_To_Use', 'provisioning/url_option_value', (text) => text.split(',', 1)[0]?.trim()],
];
