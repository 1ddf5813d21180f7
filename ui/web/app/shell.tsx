// What stands around every page: the phone's name and health, the search, the tree, the bar of changes.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, type SessionState } from './api.ts';
import { HomePage } from './home-page.tsx';
import { LiveConnection, type LiveState } from './live.ts';
import { Navigation } from './navigation.tsx';
import { allOtherPages, type PageProps } from './pages.ts';
import { useBook } from './parameters/book-context.ts';
import { ChangeBar } from './parameters/change-bar.tsx';
import { ModifiedPage, SearchPage } from './parameters/found-pages.tsx';
import { FunctionKeysPage } from './parameters/function-keys-page.tsx';
import { HistoryPage } from './parameters/history-page.tsx';
import { allPages, otherPage } from './parameters/page-tree.ts';
import { ParameterPage } from './parameters/parameter-page.tsx';
import { goTo, type Place, usePlace } from './router.ts';
import { speakAsPhone, t } from './text/words.ts';

function Health({ live }: { readonly live: LiveState }): JSX.Element {
  const { phone, connected } = live;
  if (!connected) return <span class="health error">{t('The phone does not answer')}</span>;
  const wrong = phone?.notices.length ?? 0;
  if (wrong > 0) return <span class="health error">{t('Notices: {wrong}', { wrong })}</span>;
  const states = (phone?.lines ?? []).map(({ registration }) => registration.state).filter((state) => state !== 'off');
  const registered = states.filter((state) => state === 'registered').length;
  const lines = states.length;
  if (lines === 0) return <span class="health second">{t('No line')}</span>;
  return (
    <span class={`health ${registered === lines ? 'good' : 'warning'}`}>
      {t('Registered: {registered} of {lines}', { registered, lines })}
    </span>
  );
}

function Search({ place }: { readonly place: Place }): JSX.Element {
  const text = place.path[0] === 'search' ? place.query : '';
  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const words = new FormData(event.currentTarget).get('words');
          if (typeof words === 'string' && words.trim() !== '') goTo('search', words);
        }}
      >
        <label class="unseen" for="words">
          {t('Search in all settings')}
        </label>
        <input id="words" name="words" type="search" placeholder={t('Search settings')} defaultValue={text} key={text} />
      </form>
    </search>
  );
}

function Page({ place, ...props }: PageProps & { readonly place: Place }): JSX.Element {
  const [part, id = ''] = place.path;
  const parameterPage = [...allPages, otherPage].find((page) => page.id === id);
  if (part === undefined) return <HomePage {...props} />;
  if (part === 'search') return <SearchPage text={place.query} />;
  if (part === 'modified') return <ModifiedPage />;
  if (part === 'history') return <HistoryPage />;
  if (part === 'parameters' && id === 'function-keys') return <FunctionKeysPage />;
  if (part === 'parameters' && parameterPage !== undefined) return <ParameterPage key={id} page={parameterPage} />;
  const found = allOtherPages.find((page) => page.id === place.path.join('/'));
  if (found !== undefined) return <found.view {...props} />;
  return (
    <>
      <h1>{t('No such page')}</h1>
      <p class="empty">
        <a href="#/">{t('To the first page')}</a>
      </p>
    </>
  );
}

export function Shell({ session, left }: { readonly session: SessionState; readonly left: () => void }): JSX.Element {
  const [live, setLive] = useState<LiveState>({
    connected: true,
    phone: undefined,
    directoryChanges: 0,
    phoneMs: 0,
    heardAtMs: 0,
  });
  const [treeOpen, openTree] = useState(false);
  const book = useBook();
  const place = usePlace();
  const main = useRef<HTMLElement>(null);
  const isAdmin = session.role === 'admin';
  const here = `#/${place.path.join('/')}`;
  // What changed while the phone did not answer is learnt when it does again.
  useEffect(() => {
    if (live.connected) void book.load();
  }, [book, live.connected]);
  useEffect(() => {
    const connection = new LiveConnection(setLive);
    connection.open();
    return () => connection.close();
  }, [book]);
  useEffect(() => {
    openTree(false);
    main.current?.focus();
    scrollTo(0, 0);
    document.title = `${main.current?.querySelector('h1')?.textContent ?? t('Phone')} · ${live.phone?.status.model ?? t('Phone')}`;
  }, [here, place.query]);
  const language = book.entries.find(({ path }) => path === 'personal_settings/language')?.state;
  useEffect(() => {
    if (language !== undefined && 'value' in language) speakAsPhone(String(language.value));
  }, [language]);
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        {t('To the page')}
      </button>
      <header class="bar">
        <button
          type="button"
          class="tree-button"
          aria-expanded={treeOpen}
          aria-controls="tree"
          onClick={() => openTree(!treeOpen)}
        >
          <span class="unseen">{t('Pages')}</span>
          <span aria-hidden="true">☰</span>
        </button>
        <a class="name" href="#/">
          {live.phone?.status.model ?? t('Phone')}
        </a>
        <Health live={live} />
        <span class="space" />
        <Search place={place} />
        <span class="who">{session.name}</span>
        <button
          type="button"
          class="quiet"
          onClick={() =>
            void ask('DELETE', '/api/session').then((answer) => {
              if (answer.ok) left();
            })
          }
        >
          {t('Log out')}
        </button>
      </header>
      <div class={`columns${treeOpen ? ' tree-open' : ''}`}>
        <Navigation here={here} isAdmin={isAdmin} has={(pageId) => book.pages.has(pageId)} />
        <main id="page-main" tabIndex={-1} ref={main}>
          <Page {...{ place, live, isAdmin }} />
        </main>
      </div>
      <ChangeBar />
    </>
  );
}
