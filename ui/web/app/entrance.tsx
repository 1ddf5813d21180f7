// Before anybody is logged in: the claim of a new phone, and the login.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Brand } from '../../administration.ts';
import { ask, type Refused, type SessionState } from './api.ts';
import { t } from './text/words.ts';

interface Entrance {
  readonly entered: (session: SessionState) => void;
  readonly brand: Brand;
}

function refusalWords({ error, expected, retryAfterMs }: Refused): string {
  switch (error) {
    case 'wrongPassword':
      return t('The name or the password is not right.');
    case 'wrongCode':
      return t("This is not the code on the phone's screen. After five wrong ones ask for a new one.");
    case 'tooManyAttempts':
      return t('Too many attempts. Try again in {1} s.', { 1: Math.ceil((retryAfterMs ?? 1000) / 1000) });
    case 'unreachable':
      return t('The phone does not answer.');
    default:
      return expected === undefined ? t('The phone refused that.') : t('Please give {expected}.', { expected });
  }
}

function Field(props: {
  readonly label: string;
  readonly name: string;
  readonly secret?: true;
  readonly autocomplete: string;
  readonly help?: string;
}): JSX.Element {
  const { label, name, secret, autocomplete, help } = props;
  const common = { id: name, name, autocomplete, required: true, 'aria-describedby': help && `${name}-help` };
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {secret ? <input type="password" {...common} /> : <input {...common} />}
      {help && (
        <p class="help" id={`${name}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

/** Sends a form's fields and shows what was wrong with them. */
function useForm(
  path: string,
  entered: Entrance['entered'],
): { readonly submit: (event: SubmitEvent) => void; readonly wrong: JSX.Element } {
  const [refused, setRefused] = useState<Refused>();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    // What was wrong with the last attempt says nothing about this one.
    setRefused(undefined);
    const fields = Object.fromEntries(new FormData(event.currentTarget as HTMLFormElement));
    void ask<SessionState>('POST', path, fields).then((answer) => {
      if (answer.ok) entered(answer.value);
      else setRefused(answer.refused);
    });
  };
  const wrong = (
    <p role="alert" class="error">
      {refused && refusalWords(refused)}
    </p>
  );
  return { submit, wrong };
}

export function Login({ entered, brand }: Entrance): JSX.Element {
  const { submit, wrong } = useForm('/api/session', entered);
  return (
    <main class="entrance">
      <p class="brand">{brand.name}</p>
      <form class="card" onSubmit={submit}>
        <h1>{t('Log in')}</h1>
        <Field label={t('Name')} name="name" autocomplete="username" />
        <Field label={t('Password')} name="password" secret autocomplete="current-password" />
        {wrong}
        <button type="submit" class="main">
          {t('Log in')}
        </button>
      </form>
    </main>
  );
}

export function Claim({ entered, brand }: Entrance): JSX.Element {
  const [shown, setShown] = useState(false);
  const { submit, wrong } = useForm('/api/claim', entered);
  const show = (): void => {
    void ask('POST', '/api/claim/code').then(() => setShown(true));
  };
  return (
    <main class="entrance">
      <p class="brand">{brand.name}</p>
      <div class="card">
        <h1>{t('A new phone')}</h1>
        <p>
          {t('Nobody has set a password yet. The phone shows a code on its screen; who types it here becomes its administrator.')}
        </p>
        <button type="button" class={shown ? '' : 'main'} onClick={show}>
          {t('Show the code on the phone')}
        </button>
      </div>
      {shown && (
        <form class="card" onSubmit={submit}>
          <Field label={t("Code on the phone's screen")} name="code" autocomplete="one-time-code" />
          <Field
            label={t('New password')}
            name="password"
            secret
            autocomplete="new-password"
            help={t('At least 8 characters. The name of the administrator is admin.')}
          />
          {wrong}
          <button type="submit" class="main">
            {t('Take the phone')}
          </button>
        </form>
      )}
    </main>
  );
}
