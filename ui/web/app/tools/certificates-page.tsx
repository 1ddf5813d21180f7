// Whom the phone believes, and what it shows of itself: authorities, own certificates, requests for them.

import type { JSX } from 'preact';
import type { Authority, CertificateFacts, CertificateUse, OwnCertificate } from '../../../administration/certificates.ts';
import { useAsked, useDeed } from '../asked.ts';
import { Field, Section, Told, textsOf, Waiting } from '../parts.tsx';
import { rich, t, words } from '../text/words.ts';
import { EnrolmentSection } from './enrolment-section.tsx';

interface All {
  readonly authorities: readonly Authority[];
  readonly own: readonly OwnCertificate[];
}

const uses: Readonly<Record<CertificateUse, string>> = words({
  web: 'These pages',
  sip: 'SIP over TLS',
  ieee8021x: '802.1X',
  provisioning: 'Provisioning',
});

const soonMs = 30 * 86_400_000;

function Certificate({ facts }: { readonly facts: CertificateFacts }): JSX.Element {
  const leftMs = facts.untilMs - Date.now();
  const kind = leftMs < 0 ? 'error' : leftMs < soonMs ? 'warning' : 'second';
  return (
    <div class="certificate">
      <strong>{facts.subject}</strong>
      {facts.selfSigned && <span class="tag">{t('Made by itself')}</span>}
      <div class="second">{rich('Issued by {1}', { 1: facts.issuer })}</div>
      <div class={kind}>
        {leftMs < 0 ? t('Expired on ') : t('Good until ')}
        {new Date(facts.untilMs).toLocaleDateString()}
      </div>
      <code>{facts.fingerprint256}</code>
    </div>
  );
}

function Source({ source }: { readonly source: string | undefined }): JSX.Element | null {
  if (source === undefined) return null;
  return <p class="second">{rich('Is fetched from {1}', { 1: <bdi class="address">{source}</bdi> })}</p>;
}

function fileText(form: HTMLFormElement, name: string): Promise<string | undefined> {
  const file = new FormData(form).get(name);
  return file instanceof File && file.size > 0 ? file.text() : Promise.resolve(undefined);
}

function Own({ own, again }: { readonly own: OwnCertificate; readonly again: () => Promise<void> }): JSX.Element {
  const deed = useDeed();
  const { use, certificate, requested } = own;
  return (
    <details>
      <summary>
        <strong>{t(uses[use])}</strong> <span class="second">{certificate?.subject ?? t('none')}</span>
        {requested && <span class="tag">{t('Request made')}</span>}
      </summary>
      {certificate && <Certificate facts={certificate} />}
      <Source source={own.source} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          void Promise.all([fileText(form, `${use}-certificate`), fileText(form, `${use}-key`)]).then(([pem = '', key]) =>
            deed.run(
              'PUT',
              `/api/certificates/own/${use}`,
              { certificate: pem, ...(key !== undefined && { key }) },
              t('Taken.'),
              again,
            ),
          );
        }}
      >
        <Field label={t('Certificate with its chain, PEM')} id={`${use}-certificate`} type="file" accept=".pem,.crt,.cer" />
        <Field
          label={t('Key, PEM')}
          id={`${use}-key`}
          type="file"
          accept=".pem,.key"
          required={false}
          help={requested ? t('Not needed for the certificate of the request that was made here.') : t('Never shown again.')}
        />
        <div class="actions start">
          <button type="submit">{t('Bring')}</button>
          {certificate && (
            <button
              type="button"
              class="quiet"
              onClick={() => void deed.run('DELETE', `/api/certificates/own/${use}`, undefined, t('Taken away.'), again)}
            >
              {t('Take away')}
            </button>
          )}
        </div>
      </form>
      <form
        onSubmit={(event) => {
          const texts = textsOf(event);
          const commonName = texts[`${use}-name`] ?? '';
          void deed.keep('POST', `/api/certificates/own/${use}/request`, { commonName }, `${use}.csr`, again);
        }}
      >
        <Field
          label={t('Or make a key here and ask for a certificate for the name')}
          id={`${use}-name`}
          placeholder={t('phone-12.example.com')}
        />
        <button type="submit">{t('Make a request')}</button>
      </form>
      <Told deed={deed} />
    </details>
  );
}

function AuthoritySlot({
  authority,
  again,
}: {
  readonly authority: Authority;
  readonly again: () => Promise<void>;
}): JSX.Element {
  const deed = useDeed();
  const { slot, certificates } = authority;
  const put = (certificate: string): void => {
    const told = certificate === '' ? t('Taken away.') : t('Taken.');
    void deed.run('PUT', `/api/certificates/authorities/${slot}`, { certificate }, told, again);
  };
  return (
    <details>
      <summary>
        <strong>{rich('Authority {1}', { 1: slot + 1 })}</strong>{' '}
        <span class="second">{certificates[0]?.subject ?? t('none')}</span>
        {certificates.length > 1 && <span class="tag">{certificates.length}</span>}
      </summary>
      {certificates.map((each) => (
        <Certificate key={each.fingerprint256} facts={each} />
      ))}
      <Source source={authority.source} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void fileText(event.currentTarget, `authority-${slot}`).then((pem) => put(pem ?? ''));
        }}
      >
        <Field label={t('Certificate or bundle, PEM')} id={`authority-${slot}`} type="file" accept=".pem,.crt,.cer" />
        <div class="actions start">
          <button type="submit">{t('Bring')}</button>
          {certificates.length > 0 && (
            <button type="button" class="quiet" onClick={() => put('')}>
              {t('Take away')}
            </button>
          )}
        </div>
      </form>
      <Told deed={deed} />
    </details>
  );
}

export function CertificatesPage(): JSX.Element {
  const asked = useAsked<All>('/api/certificates');
  return (
    <>
      <h1>{t('Certificates')}</h1>
      <Waiting asked={asked} />
      {asked.value !== undefined && (
        <>
          <Section id="own-certificates" title={t('The phone’s own')}>
            {asked.value.own.map((own) => (
              <Own key={own.use} own={own} again={asked.again} />
            ))}
          </Section>
          <EnrolmentSection uses={uses} changed={asked.again} />
          <Section id="authorities" title={t('Authorities that it believes')}>
            {asked.value.authorities.map((authority) => (
              <AuthoritySlot key={authority.slot} authority={authority} again={asked.again} />
            ))}
          </Section>
        </>
      )}
    </>
  );
}
