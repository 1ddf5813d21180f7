// What the phone's screen shows, looked at again each second and whenever something has changed.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from './text/words.ts';

const everyMs = 1000;

/** `changes`: another value makes it look at once. */
export function PhoneScreen({ changes }: { readonly changes: unknown }): JSX.Element {
  const [turn, setTurn] = useState(0);
  // A picture that is on its way is waited for: asking for another one would put it away, and on a slow network each one after it.
  const picture = useRef({ isComing: true, isOld: false }).current;
  const look = (): void => {
    picture.isComing = true;
    picture.isOld = false;
    setTurn((before) => before + 1);
  };
  const came = (): void => {
    picture.isComing = false;
    if (picture.isOld) look();
  };
  useEffect(() => {
    if (picture.isComing) picture.isOld = true;
    else look();
    const timer = setInterval(() => {
      if (!picture.isComing) look();
    }, everyMs);
    return () => clearInterval(timer);
  }, [changes]);
  return (
    <img
      class="screen"
      src={`/api/screen.png?turn=${turn}`}
      alt={t('What the phone’s screen shows')}
      onLoad={came}
      onError={came}
    />
  );
}
