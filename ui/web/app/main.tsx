// The pages' program: who is here, and which page is shown.

import { type JSX, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ask, onLoggedOut, type SessionState, takeSession } from './api.ts';
import { Claim, Login } from './entrance.tsx';
import { HomePage } from './home-page.tsx';
import { LiveConnection, type LiveState } from './live.ts';
import { ParameterForm } from './parameter-form.tsx';

function App(): JSX.Element {
  const [session, setSession] = useState<SessionState>();
  const entered = (next: SessionState): void => {
    takeSession(next);
    setSession(next);
  };
  useEffect(() => {
    onLoggedOut(() => entered({ claimed: true }));
    void ask<SessionState>('GET', '/api/session').then((answer) => {
      if (answer.ok) entered(answer.value);
    });
  }, []);
  if (session === undefined) return <p>One moment.</p>;
  if (!session.claimed) return <Claim entered={entered} />;
  if (session.role === undefined) return <Login entered={entered} />;
  return <Inside session={session} left={() => entered({ claimed: true })} />;
}

function Inside({ session, left }: { readonly session: SessionState; readonly left: () => void }): JSX.Element {
  const [live, setLive] = useState<LiveState>();
  useEffect(() => {
    const connection = new LiveConnection(setLive);
    connection.open();
    return () => connection.close();
  }, []);
  const leave = (): void => {
    void ask('DELETE', '/api/session').then(left);
  };
  return (
    <>
      <header class="bar">
        <span class="name">{live?.phone?.status.model ?? 'Phone'}</span>
        <span>{session.name}</span>
        <button type="button" onClick={leave}>
          Log out
        </button>
      </header>
      <main>
        {live?.phone && <HomePage phone={live.phone} />}
        <ParameterForm path="personal_settings/theme" />
      </main>
    </>
  );
}

const page = document.getElementById('page');
if (page !== null) render(<App />, page);
