// What the phone is, where it is in the network, and how its lines stand.

import type { JSX } from 'preact';
import { registrationOf } from '../home-page.tsx';
import { longDuration, usePhoneMs } from '../moments.ts';
import type { PageProps } from '../pages.ts';

function Fact({ name, value }: { readonly name: string; readonly value: string }): JSX.Element {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

export function SystemPage({ live }: PageProps): JSX.Element {
  const nowMs = usePhoneMs(live);
  const { phone } = live;
  if (phone === undefined) return <p class="empty">One moment.</p>;
  const { status, lines, audio, doNotDisturb } = phone;
  return (
    <>
      <h1>System</h1>
      <section class="card" aria-labelledby="release">
        <h2 id="release">Release</h2>
        <dl>
          <Fact name="Model" value={status.model} />
          <Fact name="Version" value={status.version} />
          <Fact name="Running for" value={longDuration(nowMs - status.startedAtMs)} />
        </dl>
      </section>
      <section class="card" aria-labelledby="network">
        <h2 id="network">Network</h2>
        <dl>
          <Fact name="Addresses" value={status.addresses.join(', ') || 'none'} />
          <Fact name="MAC address" value={status.macAddress} />
        </dl>
      </section>
      <section class="card" aria-labelledby="voice">
        <h2 id="voice">Voice</h2>
        <dl>
          {lines
            .filter(({ registration }) => registration.state !== 'off')
            .map((line) => (
              <Fact
                key={line.index}
                name={`Line ${line.index + 1}, ${line.number || line.label}`}
                value={registrationOf(line).word}
              />
            ))}
          <Fact name="Sound goes to" value={audio.path} />
          <Fact name="Do not disturb" value={doNotDisturb ? 'on' : 'off'} />
        </dl>
      </section>
    </>
  );
}
