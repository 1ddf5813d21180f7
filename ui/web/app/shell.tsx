// What stands around every page: the phone's name and health, the search, the tree, the bar of changes.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Brand } from '../../administration.ts';
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

export interface ShellProps {
  readonly session: SessionState;
  readonly brand: Brand;
  /** The administrator gave it another. */
  readonly setBrand: (brand: Brand) => void;
  readonly left: () => void;
}

export function Shell({ session, brand, setBrand, left }: ShellProps): JSX.Element {
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
    document.title = `${main.current?.querySelector('h1')?.textContent ?? t('Phone')} · ${brand.name}`;
  }, [here, place.query]);
  const settingOf = (path: string): string | undefined => {
    const state = book.entries.find((entry) => entry.path === path)?.state;
    return state !== undefined && 'value' in state ? String(state.value) : undefined;
  };
  const language = settingOf('personal_settings/language');
  useEffect(() => {
    if (language !== undefined) speakAsPhone(language);
  }, [language]);
  const name = settingOf('personal_settings/brand/name');
  const color = settingOf('personal_settings/brand/color');
  useEffect(() => {
    if (name !== undefined && color !== undefined) setBrand({ name, color });
  }, [name, color]);
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
          {brand.name} <span class="model">{live.phone?.status.model}</span>
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
