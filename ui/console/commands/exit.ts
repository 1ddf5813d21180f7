// `exit`: logs out.

import type { Command } from '../grammar.ts';

export const exit: Command = {
  syntax: ['exit'],
  purpose: 'Logs out',
  unclaimed: true,
  run: (session) => session.end(),
};
