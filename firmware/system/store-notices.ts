// What the person is told about the phone's memory at the start.

import type { Notice } from '#ui/phone';
import type { Machine } from '../machine.ts';

export function storeNotices(
  machine: Pick<Machine, 'settingsRecovered' | 'settingsCanBeKept' | 'lostSecrets'>,
): readonly Notice[] {
  const { settingsRecovered, settingsCanBeKept, lostSecrets } = machine;
  return [
    ...(settingsRecovered === undefined ? [] : [settingsLost(settingsRecovered)]),
    ...(settingsCanBeKept ? [] : [settingsFixed]),
    ...(lostSecrets.length === 0 ? [] : [secretsLost(lostSecrets.length)]),
  ];
}

const whatIsLeft = {
  itself: 'Everything could be rescued.',
  snapshot: 'The phone started with a copy of some time ago: the last changes may be missing.',
  defaults: 'The phone started with factory settings.',
} as const;

function settingsLost({ keptAs, from }: NonNullable<Machine['settingsRecovered']>): Notice {
  return {
    id: 'settings-lost',
    recovery: true,
    severity: from === 'itself' ? 'warning' : 'error',
    title: 'Settings were damaged',
    text: `${whatIsLeft[from]} The damaged file was kept as ${keptAs.split('/').at(-1)}.`,
  };
}

const settingsFixed: Notice = {
  id: 'settings-fixed',
  severity: 'warning',
  title: 'Settings cannot be kept',
  text: 'The storage of this phone is read-only: nothing that is changed outlives a restart.',
};

function secretsLost(count: number): Notice {
  const how = count === 1 ? 'one stored password' : `${count} stored passwords`;
  return {
    id: 'secrets-lost',
    severity: 'error',
    title: 'Passwords are lost',
    text: `The key of this phone has changed, so ${how} must be entered again. Everything else is as it was.`,
  };
}
