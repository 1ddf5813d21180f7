// The first page: is it registered, is a call going on, is anything wrong.

import type { JSX } from 'preact';
import type { LineSnapshot } from '../../line-snapshot.ts';
import type { CallSnapshot } from '../../phone.ts';
import { duration, usePhoneMs } from './moments.ts';
import type { PageProps } from './pages.ts';
import { PhoneScreen } from './phone-screen.tsx';
import { rich, t, words } from './text/words.ts';

interface Health {
  readonly word: string;
  readonly kind: 'good' | 'warning' | 'error' | 'second';
}

export function registrationOf({ registration }: LineSnapshot): Health {
  switch (registration.state) {
    case 'registered':
      return registration.server === 'backup'
        ? { word: t('At the backup server'), kind: 'warning' }
        : { word: t('Registered'), kind: 'good' };
    case 'registering':
      return { word: t('Registering'), kind: 'warning' };
    case 'failed':
      return { word: registration.reason, kind: 'error' };
    case 'off':
      return { word: t('Off'), kind: 'second' };
  }
}

const callWords = words({
  outgoing: 'Calling',
  incoming: 'Rings',
  active: 'In a call',
  held: 'On hold',
  ended: 'Ended',
} satisfies Record<CallSnapshot['state'], string>);

function Line({ line }: { readonly line: LineSnapshot }): JSX.Element {
  const { word, kind } = registrationOf(line);
  return (
    <li class="row">
      <span class={`light ${kind}`} aria-hidden="true" />
      <span class="grow">
        <strong>{line.label}</strong> <span class="second">{line.number}</span>
        {line.newMessages > 0 && <span class="tag">{rich('{1} new messages', { 1: line.newMessages })}</span>}
      </span>
      <span class={kind}>{word}</span>
    </li>
  );
}

function Call({ call, nowMs }: { readonly call: CallSnapshot; readonly nowMs: number }): JSX.Element {
  const { remote, state, answeredAtMs, encrypted, codec } = call;
  return (
    <li class="row">
      <span class={`light ${state}`} aria-hidden="true" />
      <span class="grow">
        <strong>{remote.name ?? remote.number}</strong> {remote.name !== undefined && <span class="second">{remote.number}</span>}
        {encrypted && <span class="tag">{t('Encrypted')}</span>}
        {codec && <span class="tag">{codec}</span>}
      </span>
      <span>{t(callWords[state])}</span>
      {answeredAtMs != null && state !== 'ended' && <span class="figures">{duration(nowMs - answeredAtMs)}</span>}
    </li>
  );
}

function verdict(wrong: number, failed: number): { readonly text: string; readonly kind: 'good' | 'error' } {
  if (wrong === 0 && failed === 0) return { text: t('Everything is as it should be.'), kind: 'good' };
  const parts = [
    ...(failed > 0 ? [t('Lines that are not registered: {failed}.', { failed })] : []),
    ...(wrong > 0 ? [t('Notices: {wrong}.', { wrong })] : []),
  ];
  return { text: parts.join(' '), kind: 'error' };
}

export function HomePage({ live, isAdmin }: PageProps): JSX.Element {
  const nowMs = usePhoneMs(live);
  const { phone } = live;
  if (phone === undefined) return <p class="empty">{t('One moment.')}</p>;
  const { calls, notices, status, missedCalls } = phone;
  const lines = phone.lines.filter(({ registration }) => registration.state !== 'off');
  const failed = lines.filter(({ registration }) => registration.state === 'failed').length;
  const { text, kind } = verdict(notices.length, failed);
  return (
    <>
      <h1>{status.model}</h1>
      <p class={`verdict ${kind}`}>{text}</p>
      {notices.length > 0 && (
        <section class="card" aria-labelledby="notices">
          <h2 id="notices">{t('What is wrong')}</h2>
          <ul class="rows">
            {notices.map(({ id, title, text: words, severity }) => (
              <li key={id} class="row">
                <span class={`light ${severity === 'information' ? 'warning' : severity}`} aria-hidden="true" />
                <span class="grow">
                  <strong>{title}</strong>
                  <br />
                  {words}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div class="two">
        <section class="card" aria-labelledby="lines">
          <h2 id="lines">{t('Lines')}</h2>
          {lines.length === 0 ? (
            <p class="empty">{rich('No line is set up. {1}', { 1: <a href="#/parameters/lines">{t('Set up a line')}</a> })}</p>
          ) : (
            <ul class="rows">
              {lines.map((line) => (
                <Line key={line.index} line={line} />
              ))}
            </ul>
          )}
        </section>
        <section class="card" aria-labelledby="calls">
          <h2 id="calls">{t('Calls')}</h2>
          {calls.length === 0 ? (
            <p class="empty">{t('No call is going on.')}</p>
          ) : (
            <ul class="rows">
              {calls.map((call) => (
                <Call key={call.id} call={call} nowMs={nowMs} />
              ))}
            </ul>
          )}
          {missedCalls > 0 && (
            <p>
              <a href="#/status/history">{missedCalls === 1 ? '1 missed call' : `${missedCalls} missed calls`}</a>
            </p>
          )}
        </section>
      </div>
      {isAdmin && (
        <section class="card" aria-labelledby="screen">
          <h2 id="screen">{t('Screen')}</h2>
          <PhoneScreen changes={phone} />
          <p class="help">
            <a href="#/diagnostics/screen">{t('Press its keys')}</a>
          </p>
        </section>
      )}
    </>
  );
}
