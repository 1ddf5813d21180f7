// `pggrp=224.168.168.168:34560;name=All;num=800;listen=yes;pggrp=…`: groups for announcements.

import type { ImportedEntry } from '../imported-entry.ts';
import type { Taking } from '../taking.ts';

interface PagingGroup {
  readonly address: string;
  readonly port: number;
  readonly fields: ReadonlyMap<string, string>;
}

/** Ours are keys too. */
const mostGroups = 12;

function parsePagingGroups(text: string): readonly PagingGroup[] | undefined {
  const groups: { readonly address: string; readonly port: number; readonly fields: Map<string, string> }[] = [];
  for (const field of text.split(';')) {
    const equals = field.indexOf('=');
    if (field.trim() === '') continue;
    const name = field.slice(0, Math.max(equals, 0)).trim().toLowerCase();
    const value = field.slice(equals + 1).trim();
    if (name === 'pggrp') {
      const [, address, port] = /^(\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})$/.exec(value) ?? [];
      if (address === undefined) return undefined;
      groups.push({ address, port: Number(port), fields: new Map() });
    } else if (name === '' || groups.length === 0) return undefined;
    else groups.at(-1)?.fields.set(name, value);
  }
  return groups;
}

export function takePagingGroups(taking: Taking, { line, name, text }: ImportedEntry): void {
  const groups = parsePagingGroups(text);
  if (groups === undefined) {
    taking.remark(line, name, 'badValue', 'Expected groups such as pggrp=224.168.168.168:34560;name=All;listen=yes.');
    return;
  }
  if (groups.length > mostGroups) taking.remark(line, name, 'notApplicable', `Only the first ${mostGroups} groups are taken.`);
  groups.slice(0, mostGroups).forEach(({ address, port, fields }, index) => {
    const base = `voip/services/group_paging/group/${index}`;
    taking.take(line, name, `${base}/multicast_addr`, address);
    taking.take(line, name, `${base}/port`, port);
    taking.take(line, name, `${base}/name`, fields.get('name') ?? '');
    taking.take(line, name, `${base}/activated`, fields.get('listen') ?? 'yes');
  });
  taking.take(line, name, 'voip/services/group_paging/enabled', groups.length > 0);
}
