// The first page: is it registered, is a call going on, is anything wrong.

import type { JSX } from 'preact';
import type { CallSnapshot, LineSnapshot, PhoneSnapshot } from '../../phone.ts';

function registration({ registration: { state, ...more } }: LineSnapshot): string {
  if (state === 'registered') return 'Registered';
  if (state === 'registering') return 'Registering';
  return 'reason' in more ? more.reason : 'Off';
}

function Line({ line }: { readonly line: LineSnapshot }): JSX.Element {
  const good = line.registration.state === 'registered';
  return (
    <li>
      <strong>{line.label}</strong> {line.number} <span class={good ? 'good' : 'error'}>{registration(line)}</span>
    </li>
  );
}

function Call({ call }: { readonly call: CallSnapshot }): JSX.Element {
  return (
    <li>
      {call.remote.name ?? call.remote.number}, {call.state}
    </li>
  );
}

export function HomePage({ phone }: { readonly phone: PhoneSnapshot }): JSX.Element {
  return (
    <>
      <h1>{phone.status.model}</h1>
      <section class="card" aria-labelledby="lines">
        <h2 id="lines">Lines</h2>
        {phone.lines.length === 0 ? (
          <p>No line is set up.</p>
        ) : (
          <ul>
            {phone.lines.map((line) => (
              <Line key={line.index} line={line} />
            ))}
          </ul>
        )}
      </section>
      <section class="card" aria-labelledby="calls">
        <h2 id="calls">Calls</h2>
        {phone.calls.length === 0 ? (
          <p>No call.</p>
        ) : (
          <ul>
            {phone.calls.map((call) => (
              <Call key={call.id} call={call} />
            ))}
          </ul>
        )}
      </section>
      <section class="card" aria-labelledby="notices">
        <h2 id="notices">What is wrong</h2>
        {phone.notices.length === 0 ? (
          <p>Nothing.</p>
        ) : (
          <ul>
            {phone.notices.map(({ id, title, text }) => (
              <li key={id}>
                <strong>{title}</strong> {text}
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
