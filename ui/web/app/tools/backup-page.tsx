// The settings as a file, and a file of this or another vendor's phone back into settings, after a look at what it would do.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { BackupExtent, RestorePlan } from '../../../administration/backup.ts';
import { useDeed } from '../asked.ts';
import type { PageProps } from '../pages.ts';
import { useBook } from '../parameters/book-context.ts';
import { Differences } from '../parameters/differences.tsx';
import { Field, Section, Told, textsOf } from '../parts.tsx';
import { rich, t } from '../text/words.ts';

interface Given {
  readonly file: string;
  readonly passphrase: string;
  readonly replace: boolean;
}

async function base64(file: Blob): Promise<string> {
  let text = '';
  for (const byte of new Uint8Array(await file.arrayBuffer())) text += String.fromCharCode(byte);
  return btoa(text);
}

function Save({ live }: PageProps): JSX.Element {
  const deed = useDeed();
  const [extent, setExtent] = useState<BackupExtent>('delta');
  const type = extent === 'speedDials' ? 'csv' : 'cfg';
  const name = `${live.phone?.status.macAddress.replaceAll(/[^0-9a-f]/gi, '').toLowerCase() || 'phone'}.${type}`;
  return (
    <Section id="save" title={t('Take the settings')}>
      <form
        onSubmit={(event) => {
          const { 'new-passphrase': passphrase = '' } = textsOf(event);
          void deed.keep('POST', '/api/backup', { extent, ...(passphrase !== '' && { passphrase }) }, name);
        }}
      >
        <div class="field">
          <label for="extent">{t('How much')}</label>
          <select id="extent" value={extent} onChange={(event) => setExtent(event.currentTarget.value as BackupExtent)}>
            <option value="delta">{t('Only what was modified')}</option>
            <option value="full">{t('Everything')}</option>
            <option value="speedDials">{t('Only the speed dials, as CSV')}</option>
          </select>
        </div>
        <Field
          label={t('Pass phrase')}
          id="new-passphrase"
          type="password"
          autocomplete="new-password"
          required={false}
          help={t('With one, of at least 8 characters, passwords go along and the file is encrypted; without, they stay here.')}
        />
        <button type="submit" class="main">
          {t('Take')}
        </button>
      </form>
      <Told deed={deed} />
    </Section>
  );
}

function wouldChange(count: number): string {
  if (count === 0) return 'nothing would change.';
  return count === 1 ? 'one setting would change.' : `${count} settings would change.`;
}

function Plan({ plan }: { readonly plan: RestorePlan }): JSX.Element {
  const { format, differences, remarks, furtherRemarks } = plan;
  return (
    <>
      <p>{rich('A file of the kind {1}: {2}', { 1: <strong>{format}</strong>, 2: wouldChange(differences.length) })}</p>
      {differences.length > 0 && <Differences differences={differences} />}
      {remarks.length > 0 && (
        <details>
          <summary>{rich('{1} entries are not taken', { 1: remarks.length + furtherRemarks })}</summary>
          <ul>
            {remarks.map(({ line, name, text }, index) => (
              <li key={`${index}`}>
                {line > 0 && t('Line {line}: ', { line })}
                <code>{name}</code> {text}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Restore(): JSX.Element {
  const book = useBook();
  const deed = useDeed();
  const [given, setGiven] = useState<Given>();
  const [plan, setPlan] = useState<RestorePlan>();
  const look = async (form: HTMLFormElement, passphrase: string, replace: boolean): Promise<void> => {
    const file = new FormData(form).get('settings');
    if (!(file instanceof Blob)) return;
    const next = { file: await base64(file), passphrase, replace };
    const found = await deed.run<RestorePlan>('POST', '/api/restore/preview', next, '');
    setGiven(next);
    setPlan(found);
  };
  const restore = async (): Promise<void> => {
    const done = await deed.run<{ readonly needsRestart: readonly string[] }>(
      'POST',
      '/api/restore',
      given,
      t('The settings are taken.'),
      () => book.load(),
    );
    if (done !== undefined) setPlan(undefined);
  };
  return (
    <Section id="restore" title={t('Bring settings')}>
      <form
        onSubmit={(event) => {
          const { passphrase = '', replace } = textsOf(event);
          void look(event.currentTarget, passphrase, replace !== undefined);
        }}
      >
        <Field
          label={t('File')}
          id="settings"
          type="file"
          help={t('From this phone, or for an AudioCodes, Linksys, Cisco, Yealink or Poly phone.')}
        />
        <Field
          label={t('Pass phrase')}
          id="passphrase"
          type="password"
          required={false}
          help={t('When the file or a value in it is encrypted.')}
        />
        <p class="check">
          <input type="checkbox" id="replace" name="replace" />
          <label for="replace">{t('What the file does not name goes back to the factory’s value')}</label>
        </p>
        <button type="submit" disabled={deed.busy}>
          {t('See what it would do')}
        </button>
      </form>
      {plan !== undefined && (
        <>
          <Plan plan={plan} />
          <div class="actions start">
            <button
              type="button"
              class="main"
              disabled={plan.differences.length === 0 || deed.busy}
              onClick={() => void restore()}
            >
              {t('Take these settings')}
            </button>
            <button type="button" onClick={() => setPlan(undefined)}>
              {t('Leave it')}
            </button>
          </div>
        </>
      )}
      <Told deed={deed} />
    </Section>
  );
}

export function BackupPage(props: PageProps): JSX.Element {
  return (
    <>
      <h1>{t('Backup and restore')}</h1>
      <Save {...props} />
      <Restore />
    </>
  );
}
