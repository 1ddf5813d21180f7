// What the status pages tell of the device itself.

import type { Board } from '#hal/board';
import type { StatusSnapshot } from '#ui/phone';
import { productVersion } from './product.ts';

/** The same object until the addresses or the headset change. */
export function statusOf(board: Board, startedAtMs: number): () => StatusSnapshot {
  let known: { readonly from: readonly unknown[]; readonly status: StatusSnapshot } | undefined;
  return () => {
    const { addresses } = board.network;
    const { about } = board.headset;
    const from = [addresses, about];
    if (known?.from.every((each, index) => each === from[index]) === true) return known.status;
    const status = {
      model: board.definition.name,
      version: productVersion,
      addresses: addresses.map(({ address }) => address),
      macAddress: board.network.macAddress,
      startedAtMs,
      ...(about === undefined ? {} : { headset: about }),
    };
    known = { from, status };
    return status;
  };
}
