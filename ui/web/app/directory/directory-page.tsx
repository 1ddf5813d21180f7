// The person's directory: found, written, deleted, dialled; brought and taken as files.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ContactImport } from '../../../administration/contact-files.ts';
import { type Contact, type DirectorySnapshot, numbersOf } from '../../../directory-snapshot.ts';
import { type Deed, useAsked, useDeed } from '../asked.ts';
import type { PageProps } from '../pages.ts';
import { Field, Section, Told, Waiting } from '../parts.tsx';
import { rich, t } from '../text/words.ts';
import { BlockedNumbers } from './blocked-numbers.tsx';
import { ContactForm } from './contact-form.tsx';
import { SpeedDials } from './speed-dials.tsx';

const shownAtOnce = 100;

function fits({ name, office, home, mobile, group }: Contact, words: string): boolean {
  return `${name} ${office} ${home} ${mobile} ${group}`.toLowerCase().includes(words.trim().toLowerCase());
}

function importWords({ added, known, left, refusedCount }: ContactImport): string {
  const parts = [
    `${added} new`,
    ...(known > 0 ? [`${known} were there already`] : []),
    ...(left > 0 ? [`no room for ${left}`] : []),
    ...(refusedCount > 0 ? [`${refusedCount} without a name or a number`] : []),
  ];
  return `${parts.join(', ')}.`;
}

interface RowProps {
  readonly contact: Contact;
  readonly deed: Deed;
  readonly edit: () => void;
  readonly again: () => Promise<void>;
}

function Row({ contact, deed, edit, again }: RowProps): JSX.Element {
  return (
    <tr>
      <th scope="row">
        {contact.favourite && <span aria-hidden="true">★ </span>}
        {contact.name}
        {contact.group !== '' && <span class="tag">{contact.group}</span>}
      </th>
      <td>
        {numbersOf(contact).map(({ field, number }) => (
          <div key={field}>
            <span class="second">{field}</span>{' '}
            <button
              type="button"
              class="quiet"
              onClick={() => void deed.run('POST', '/api/calls', { number }, t('Calls {number}.', { number }))}
            >
              <span class="unseen">{rich('Call {1} at ', { 1: contact.name })}</span>
              {number}
            </button>
          </div>
        ))}
      </td>
      <td class="deeds">
        <button type="button" class="quiet" onClick={edit}>
          {rich('Edit{1}', { 1: <span class="unseen"> {contact.name}</span> })}
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            if (confirm(t('Delete {name}?', { name: contact.name })))
              void deed.run('DELETE', `/api/directory/contacts/${contact.id}`, undefined, `${contact.name} is gone.`, again);
          }}
        >
          {rich('Delete{1}', { 1: <span class="unseen"> {contact.name}</span> })}
        </button>
      </td>
    </tr>
  );
}

function Files({ again }: { readonly again: () => Promise<void> }): JSX.Element {
  const deed = useDeed();
  const [report, setReport] = useState('');
  return (
    <Section id="contact-files" title={t('Files')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const file = new FormData(event.currentTarget).get('contacts');
          if (!(file instanceof Blob)) return;
          void deed.run<ContactImport>('POST', '/api/directory/file', file, t('Read.'), again).then((done) => {
            if (done !== undefined) setReport(importWords(done));
          });
        }}
      >
        <Field
          label={t('Bring contacts')}
          id="contacts"
          type="file"
          accept=".vcf,.csv,.xml"
          help={t('vCard, CSV, or the phone book of a Yealink or Poly phone. Who is there already is not taken twice.')}
        />
        <div class="actions start">
          <button type="submit" class="main">
            {t('Bring')}
          </button>
          <a class="button" href="/api/directory/file?format=vcard" download="contacts.vcf">
            {t('Take as vCard')}
          </a>
          <a class="button" href="/api/directory/file?format=csv" download="contacts.csv">
            {t('Take as CSV')}
          </a>
        </div>
      </form>
      <Told deed={deed} />
      <p>{report}</p>
    </Section>
  );
}

export function DirectoryPage({ live }: PageProps): JSX.Element {
  const [words, setWords] = useState('');
  const [edited, edit] = useState<Contact | 'new'>();
  const deed = useDeed();
  const asked = useAsked<DirectorySnapshot>('/api/directory', undefined, live.directoryChanges);
  const { value: directory, again } = asked;
  if (directory === undefined) return <Waiting asked={asked} />;
  const found = directory.contacts.filter((contact) => fits(contact, words));
  return (
    <>
      <h1>{t('Directory')}</h1>
      <div class="filters">
        <div class="grow">
          <label for="contact-words">{t('Find')}</label>
          <input id="contact-words" type="search" value={words} onInput={(event) => setWords(event.currentTarget.value)} />
        </div>
        <button type="button" class="main" disabled={directory.full} onClick={() => edit('new')}>
          {t('New contact')}
        </button>
      </div>
      <Told deed={deed} />
      {directory.contacts.length === 0 ? (
        <p class="empty">{t('Nobody is in it yet. Write the first contact, or bring a file.')}</p>
      ) : (
        <div class="card scrolls">
          <table>
            <thead>
              <tr>
                <th scope="col">{t('Name')}</th>
                <th scope="col">{t('Numbers')}</th>
                <th scope="col">
                  <span class="unseen">{t('Actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {found.slice(0, shownAtOnce).map((contact) => (
                <Row key={contact.id} contact={contact} deed={deed} edit={() => edit(contact)} again={again} />
              ))}
            </tbody>
          </table>
          {found.length > shownAtOnce && (
            <p class="second">{rich('And {1} more: write more of the name.', { 1: found.length - shownAtOnce })}</p>
          )}
          {found.length === 0 && <p class="empty">{t('Nobody fits.')}</p>}
        </div>
      )}
      <SpeedDials directory={directory} again={again} />
      <BlockedNumbers directory={directory} again={again} />
      <Files again={again} />
      {edited !== undefined && (
        <ContactForm
          contact={edited === 'new' ? undefined : edited}
          directory={directory}
          deed={deed}
          again={again}
          close={() => edit(undefined)}
        />
      )}
    </>
  );
}
