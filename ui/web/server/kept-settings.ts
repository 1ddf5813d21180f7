// Settings that have a route of their own are changed there by whoever may change them by their names.

import type { ParameterChange } from '../../administration.ts';
import { type Caller, type Reply, refusal, type ServerParts } from './route.ts';

/** Undefined: nothing is in the way. */
export async function refusedChange(
  { administration }: Pick<ServerParts, 'administration'>,
  caller: Caller | undefined,
  changes: readonly ParameterChange[],
): Promise<Reply | undefined> {
  const [error] = (await administration.parameters.preview(changes, caller?.account.role ?? 'user')).errors;
  return error === undefined ? undefined : refusal(400, 'invalid', { field: error.path, expected: error.expected });
}
