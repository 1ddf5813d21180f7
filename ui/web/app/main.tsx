// The pages' program: who is here, and what he may see.

import { type JSX, render } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Brand } from '../../administration.ts';
import { ask, onLoggedOut, type Refused, type SessionState, takeSession } from './api.ts';
import { wordsOf } from './asked.ts';
import { wear } from './brand.ts';
import { Claim, Login } from './entrance.tsx';
import { BookContext } from './parameters/book-context.ts';
import { ParameterBook } from './parameters/parameter-book.ts';
import { Shell } from './shell.tsx';
import { onSpoken, speakAsBrowser, t } from './text/words.ts';

function App(): JSX.Element {
  const [session, setSession] = useState<SessionState>();
  const [refused, setRefused] = useState<Refused>();
  const [brand, setBrand] = useState<Brand>();
  const [, drawAnew] = useState(0);
  // Another person's is another book: nothing typed is left for who comes next.
  const book = useMemo(() => new ParameterBook(), [session?.name]);
  const entered = (next: SessionState): void => {
    takeSession(next);
    setSession(next);
  };
  useEffect(() => {
    onSpoken(() => drawAnew((count) => count + 1));
    speakAsBrowser();
    onLoggedOut(() => entered({ claimed: true }));
    void ask<SessionState & { readonly brand: Brand }>('GET', '/api/session').then((answer) => {
      if (!answer.ok) {
        setRefused(answer.refused);
        return;
      }
      setBrand(answer.value.brand);
      entered(answer.value);
    });
  }, []);
  useEffect(() => {
    if (brand !== undefined) wear(brand);
  }, [brand]);
  if (session === undefined || brand === undefined)
    return <p class="empty">{refused === undefined ? t('One moment.') : wordsOf(refused)}</p>;
  if (!session.claimed) return <Claim {...{ entered, brand }} />;
  if (session.role === undefined) return <Login {...{ entered, brand }} />;
  return (
    <BookContext.Provider value={book}>
      <Shell {...{ session, brand, setBrand }} left={() => entered({ claimed: true })} />
    </BookContext.Provider>
  );
}

const page = document.getElementById('page');
if (page !== null) render(<App />, page);
