// What the panel's handlers answer with, before it becomes HTTP.

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

export const done: Answer = { status: 204, headers: {}, body: '' };

export function json(value: unknown): Answer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

export function bytes(type: string, body: Uint8Array): Answer {
  return { status: 200, headers: { 'content-type': type }, body };
}

/** `field` names what is wrong, `expected` what would have been right. */
export function refusal(
  status: number,
  error: string,
  field: string,
  expected: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ error, field, expected }),
  };
}

export function badInput(field: string, expected: string, error = 'bad input'): Answer {
  return refusal(400, error, field, expected);
}

/** Before the firmware above has attached its sources. */
export const notReady: Answer = refusal(503, 'the phone is still starting', '', 'try again in a second', { 'retry-after': '1' });
