// Writes SDP in the order that RFC 8866 §5 prescribes.

import type { Attribute, Connection, SessionDescription } from './session-description.ts';

export function serializeSdp(description: SessionDescription): Uint8Array {
  return new TextEncoder().encode(sdpText(description));
}

export function sdpText(description: SessionDescription): string {
  const { origin, media } = description;
  const lines = [
    'v=0',
    `o=${origin.user} ${origin.sessionId} ${origin.version} ${connectionText(origin)}`,
    `s=${description.name === '' ? '-' : description.name}`,
  ];
  if (description.connection !== undefined) lines.push(`c=${connectionText(description.connection)}`);
  lines.push('t=0 0', ...description.attributes.map(attributeLine));
  for (const each of media) {
    lines.push(`m=${each.kind} ${each.port} ${each.protocol} ${each.formats.join(' ')}`);
    if (each.connection !== undefined) lines.push(`c=${connectionText(each.connection)}`);
    lines.push(...each.attributes.map(attributeLine));
  }
  // No value can start a line of its own.
  return `${lines.map((line) => line.replace(/[\r\n\0]+/g, ' ')).join('\r\n')}\r\n`;
}

function connectionText(connection: Connection): string {
  return `IN IP${connection.family} ${connection.address}`;
}

function attributeLine(attribute: Attribute): string {
  return attribute.value === undefined ? `a=${attribute.name}` : `a=${attribute.name}:${attribute.value}`;
}
