// One contact, new or known, in a dialog.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Contact, DirectorySnapshot } from '../../../directory-snapshot.ts';
import type { Deed } from '../asked.ts';
import { Field, Told, textsOf } from '../parts.tsx';
import { t } from '../text/words.ts';

interface ContactFormProps {
  /** Undefined: a new one. */
  readonly contact: Contact | undefined;
  readonly directory: DirectorySnapshot;
  readonly deed: Deed;
  readonly again: () => Promise<void>;
  readonly close: () => void;
}

export function ContactForm({ contact, directory, deed, again, close }: ContactFormProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const save = (event: { preventDefault(): void; readonly currentTarget: HTMLFormElement }): void => {
    const { favourite, ...texts } = textsOf(event);
    const body = { ...texts, ring: contact?.ring ?? '', favourite: favourite !== undefined };
    const sent =
      contact === undefined
        ? deed.run('POST', '/api/directory/contacts', body, t('Saved.'), again)
        : deed.run('PUT', `/api/directory/contacts/${contact.id}`, body, t('Saved.'), again);
    void sent.then((done) => {
      if (done !== undefined) close();
    });
  };
  return (
    <dialog ref={dialog} aria-labelledby="contact-title" onClose={close}>
      <h2 id="contact-title">{contact === undefined ? t('New contact') : contact.name}</h2>
      <form onSubmit={save}>
        <Field label={t('Name')} id="name" value={contact?.name ?? ''} />
        <Field label={t('Office')} id="office" value={contact?.office ?? ''} required={false} />
        <Field label={t('Home number')} id="home" value={contact?.home ?? ''} required={false} />
        <Field label={t('Mobile')} id="mobile" value={contact?.mobile ?? ''} required={false} />
        <Field
          label={t('Group')}
          id="group"
          value={contact?.group ?? ''}
          required={false}
          help={
            directory.groups.length === 0 ? t('Any word.') : t('Any word. There are: {1}.', { 1: directory.groups.join(', ') })
          }
        />
        <p class="check">
          <input type="checkbox" id="favourite" name="favourite" defaultChecked={contact?.favourite ?? false} />
          <label for="favourite">{t('A favourite')}</label>
        </p>
        {deed.wrong && <Told deed={deed} />}
        <div class="actions">
          <button type="button" onClick={close}>
            {t('Cancel')}
          </button>
          <button type="submit" class="main" disabled={deed.busy}>
            {t('Save')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
