// What RFC 5118 says about each of its messages, in the terms of torture-table.ts.

import type { TortureCase } from './torture-table.ts';

export const ipv6TortureCases: readonly TortureCase[] = [
  { file: 'ipv6-good', section: '4.1', title: 'an IPv6 reference', parse: 'ok', answer: 405 },
  { file: 'ipv6-bad', section: '4.2', title: 'an IPv6 address without brackets', parse: 400 },
  { file: 'port-ambiguous', section: '4.3', title: 'what looks like a port is of the address', parse: 'ok', answer: 405 },
  { file: 'port-unambiguous', section: '4.4', title: 'a port behind the brackets', parse: 'ok', answer: 405 },
  { file: 'via-received-param-with-delim', section: '4.5', title: 'received in brackets', parse: 'ok', answer: 481 },
  { file: 'via-received-param-no-delim', section: '4.5', title: 'received without brackets', parse: 'ok', answer: 200 },
  { file: 'ipv6-in-sdp', section: '4.6', title: 'IPv6 in the session description', parse: 'ok', answer: 404 },
  { file: 'mult-ip-in-header', section: '4.7', title: 'both families among the Vias', parse: 'ok', answer: 481 },
  { file: 'mult-ip-in-sdp', section: '4.8', title: 'both families in the session description', parse: 'ok', answer: 404 },
  { file: 'ipv4-mapped-ipv6', section: '4.9', title: 'IPv4-mapped addresses', parse: 'ok', answer: 404 },
  {
    file: 'ipv6-bug-abnf-3-colons',
    section: '4.10',
    title: 'three colons, which the grammar of RFC 3261 makes',
    parse: 'ok',
    answer: 200,
    note: 'old senders follow the grammar; we never write it so',
  },
  { file: 'ipv6-correct-abnf-2-colons', section: '4.10', title: 'the same address as it should be', parse: 'ok', answer: 200 },
];
