// Fills in the address of an event. What is put in is escaped: a caller's name can add nothing to it.

import type { PhoneSnapshot } from '#ui/phone';
import type { ActionEvent } from './action-events.ts';

/** Undefined: what came out is no address. */
export function actionUrl(template: string, event: ActionEvent, snapshot: PhoneSnapshot): URL | undefined {
  const values = valuesOf(event, snapshot);
  const filled = template.replaceAll(/\$([a-z_]+)/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? whole : encodeURIComponent(value.toWellFormed());
  });
  const url = URL.parse(filled);
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : undefined;
}

function valuesOf({ name, line, call }: ActionEvent, { status, lines }: PhoneSnapshot): Readonly<Record<string, string>> {
  const { answeredAtMs, endedAtMs } = call ?? {};
  const durationMs = answeredAtMs === undefined || endedAtMs === undefined ? 0 : endedAtMs - answeredAtMs;
  return {
    event: name,
    mac: status.macAddress,
    ip: status.addresses[0] ?? '',
    model: status.model,
    version: status.version,
    line: line === undefined ? '' : String(line + 1),
    local: lines.find(({ index }) => index === line)?.number ?? '',
    remote: call?.remote.number ?? '',
    name: call?.remote.name ?? '',
    call_id: call?.id ?? '',
    duration: String(Math.round(durationMs / 1000)),
  };
}
