// Whether the other side is told our number.

import type { Turn } from './turn.ts';

/** What a call that we make, and one that we answer, is told of it (`voip/services/hide_number/enabled`). */
export function asHidden({ state }: Turn): { readonly anonymous?: true } {
  return state.hideNumber ? { anonymous: true } : {};
}
