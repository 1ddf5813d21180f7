// What the phone's screen shows, looked at again each second and whenever something has changed.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from './text/words.ts';

const everyMs = 1000;

/** `changes`: another value makes it look at once. */
export function PhoneScreen({ changes }: { readonly changes: unknown }): JSX.Element {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    setTurn((before) => before + 1);
    const timer = setInterval(() => setTurn((before) => before + 1), everyMs);
    return () => clearInterval(timer);
  }, [changes]);
  return <img class="screen" src={`/api/screen.png?turn=${turn}`} alt={t('What the phone’s screen shows')} />;
}
