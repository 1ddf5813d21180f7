// The phone from afar: what its screen shows, and its keys.

import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useAsked, useDeed } from '../asked.ts';
import { Section, Told } from '../parts.tsx';
import { PhoneScreen } from '../phone-screen.tsx';
import { t, words } from '../text/words.ts';

const names: Readonly<Record<string, string>> = words({
  up: '▲ Up',
  down: '▼ Down',
  left: '◀ Left',
  right: '▶ Right',
  ok: 'OK',
  volumeUp: 'Volume +',
  volumeDown: 'Volume −',
  voicemail: 'Voice mail',
});

/** As they stand on a telephone. */
const padOrder = '123456789*0#';

/** `softkey1`: "Softkey 1". */
function nameOf(key: string): string {
  const spaced = key.replace(/(\d+)$/, ' $1').trim();
  return t(names[key] ?? `${spaced[0]?.toUpperCase()}${spaced.slice(1)}`);
}

const groupTitles = words({
  digits: 'Digits',
  softKeys: 'Soft keys',
  lines: 'Lines',
  functionKeys: 'Function keys',
  navigation: 'Navigation',
  functions: 'Functions',
});

function groupOf(key: string): keyof typeof groupTitles {
  if (/^[0-9*#]$/.test(key)) return 'digits';
  if (/^softkey/.test(key)) return 'softKeys';
  if (/^line/.test(key)) return 'lines';
  if (/^function/.test(key)) return 'functionKeys';
  return /^(up|down|left|right|ok|back|menu)$/.test(key) ? 'navigation' : 'functions';
}

export function RemotePage(): JSX.Element {
  const keys = useAsked<readonly string[]>('/api/keys');
  const deed = useDeed();
  const [presses, count] = useState(0);
  // Each is sent when the one before has been taken: on their way one may overtake another.
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const press = (key: string): void => {
    last.current = last.current.then(() => deed.run('POST', '/api/keys', { key }, '')).then(() => count((before) => before + 1));
  };
  const place = (key: string): number => (key.length === 1 ? padOrder.indexOf(key) : padOrder.length);
  const sorted = (keys.value ?? []).toSorted((a, b) => place(a) - place(b));
  const groups = Map.groupBy(sorted, groupOf);
  return (
    <>
      <h1>{t('Screen and keys')}</h1>
      <section class="card" aria-label={t('Screen')}>
        <PhoneScreen changes={presses} />
        <p class="help">
          <a href="/api/screen.png" download="screen.png">
            {t('Keep this picture')}
          </a>
        </p>
      </section>
      <Told deed={deed} />
      {[...groups].map(([group, members]) => (
        <Section key={group} id={`keys-${group}`} title={t(groupTitles[group])}>
          <div class={group === 'digits' ? 'keypad' : 'keys'}>
            {members.map((key) => (
              <button key={key} type="button" onClick={() => press(key)}>
                {nameOf(key)}
              </button>
            ))}
          </div>
        </Section>
      ))}
    </>
  );
}
