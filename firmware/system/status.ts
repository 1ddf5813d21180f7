// What the status pages tell of the device itself.

import type { Board } from '#hal/board';
import type { StatusSnapshot } from '#ui/phone';
import { productVersion } from './product.ts';

/** The same object until the addresses change. */
export function statusOf(board: Board, startedAtMs: number): () => StatusSnapshot {
  let known: { readonly from: Board['network']['addresses']; readonly status: StatusSnapshot } | undefined;
  return () => {
    const from = board.network.addresses;
    if (known?.from === from) return known.status;
    const status = {
      model: board.definition.name,
      version: productVersion,
      addresses: from.map(({ address }) => address),
      macAddress: board.network.macAddress,
      startedAtMs,
    };
    known = { from, status };
    return status;
  };
}
