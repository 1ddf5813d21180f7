// Passwords of the two accounts, and tokens for programs.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { scopes, type TokenEntry } from '../../../administration/tokens.ts';
import type { Account } from '../../../administration.ts';
import { useAsked, useDeed } from '../asked.ts';
import { moment } from '../moments.ts';
import { Field, Section, Told, textsOf, Waiting } from '../parts.tsx';
import { rich, t } from '../text/words.ts';

type Person = Account & { readonly enabled: boolean };

function OwnPassword(): JSX.Element {
  const deed = useDeed();
  return (
    <Section id="own" title={t('Your password')}>
      <form
        onSubmit={(event) => {
          const form = event.currentTarget;
          void deed.run('PUT', '/api/password', textsOf(event), t('Changed. Your other sessions have ended.')).then((done) => {
            if (done !== undefined) form.reset();
          });
        }}
      >
        <Field label={t('Password until now')} id="old" type="password" autocomplete="current-password" />
        <Field
          label={t('New password')}
          id="password"
          type="password"
          autocomplete="new-password"
          help={t('At least 8 characters.')}
        />
        <button type="submit" class="main">
          {t('Change')}
        </button>
      </form>
      <Told deed={deed} />
    </Section>
  );
}

function OtherPassword(): JSX.Element {
  const asked = useAsked<readonly Person[]>('/api/users');
  const deed = useDeed();
  const user = asked.value?.find(({ role }) => role === 'user');
  return (
    <Section id="other" title={t('The person at the phone')}>
      <Waiting asked={asked} />
      {user !== undefined && (
        <>
          <p>
            {rich('{1} may change what is his: rings, keys, display, forwarding.', {
              1: user.enabled
                ? t('Logs in as {name} and', { name: user.name })
                : t('Cannot log in until you set a password; then he is {name} and', { name: user.name }),
            })}
          </p>
          <form
            onSubmit={(event) => {
              const form = event.currentTarget;
              const { given } = textsOf(event);
              void deed.run('PUT', '/api/users/user/password', { password: given }, t('Set.'), asked.again).then((done) => {
                if (done !== undefined) form.reset();
              });
            }}
          >
            <Field label={t('Password for the user')} id="given" type="password" autocomplete="new-password" />
            <button type="submit">{t('Set')}</button>
          </form>
        </>
      )}
      <Told deed={deed} />
    </Section>
  );
}

function Tokens(): JSX.Element {
  const asked = useAsked<readonly TokenEntry[]>('/api/tokens');
  const deed = useDeed();
  const [text, setText] = useState<string>();
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const toggle = (scope: string): void => {
    const next = new Set(chosen);
    if (!next.delete(scope)) next.add(scope);
    choose(next);
  };
  return (
    <Section id="tokens" title={t('Tokens for programs')}>
      <p>
        {rich('A program sends {1} and its token. What it may do stands in {2}.', {
          1: <code>Authorization: Bearer</code>,
          2: <a href="/api/openapi.json">{t('the description of the API')}</a>,
        })}
      </p>
      <Waiting asked={asked} />
      {asked.value?.length === 0 && <p class="empty">{t('No program has one.')}</p>}
      <ul class="rows">
        {asked.value?.map((token) => (
          <li key={token.id} class="row">
            <span class="grow">
              <strong>{token.name}</strong> <span class="second">{token.scopes.join(', ')}</span>
            </span>
            <span class="second">{moment(token.createdAtMs, true)}</span>
            <button
              type="button"
              class="quiet"
              onClick={() => void deed.run('DELETE', `/api/tokens/${token.id}`, undefined, t('Revoked.'), asked.again)}
            >
              {rich('Revoke{1}', { 1: <span class="unseen"> {token.name}</span> })}
            </button>
          </li>
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          const form = event.currentTarget;
          const { program } = textsOf(event);
          const body = { name: program, scopes: [...chosen] };
          void deed.run<{ readonly text: string }>('POST', '/api/tokens', body, t('Made.'), asked.again).then((made) => {
            if (made === undefined) return;
            setText(made.text);
            form.reset();
            choose(new Set());
          });
        }}
      >
        <Field label={t('Name of the program')} id="program" />
        <fieldset>
          <legend>{t('It may use')}</legend>
          {scopes.map((scope) => (
            <span key={scope} class="check">
              <input type="checkbox" id={`scope-${scope}`} checked={chosen.has(scope)} onChange={() => toggle(scope)} />
              <label for={`scope-${scope}`}>{scope}</label>
            </span>
          ))}
        </fieldset>
        <button type="submit" disabled={chosen.size === 0 || deed.busy}>
          {t('Make a token')}
        </button>
      </form>
      <Told deed={deed} />
      {text !== undefined && <p class="once">{rich('Its text is shown only now: {1}', { 1: <code>{text}</code> })}</p>}
    </Section>
  );
}

export function UsersPage(): JSX.Element {
  return (
    <>
      <h1>{t('Users and tokens')}</h1>
      <OwnPassword />
      <OtherPassword />
      <Tokens />
    </>
  );
}
