// How the phone stands with the authority that gives it its certificates, and asking that one now.

import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { CertificateUse } from '../../../administration/certificates.ts';
import type { EnrolmentFailure, EnrolmentState, EnrolmentStep } from '../../../administration/enrolment.ts';
import { useAsked, useDeed } from '../asked.ts';
import { moment } from '../moments.ts';
import { Facts, Section, Told, Waiting } from '../parts.tsx';
import { rich, t, words } from '../text/words.ts';

const everyMs = 1000;

const steps: Readonly<Record<EnrolmentStep, string>> = words({
  authorities: 'Asks who the authority is',
  key: 'Makes a key',
  request: 'Asks for the certificate',
  taking: 'Takes the certificate',
});

const noAnswer = 'The answer of the server cannot be used.';
const noCertificate = 'The certificate that came cannot be used.';

const failures: Readonly<Record<EnrolmentFailure, string>> = words({
  unreachable: 'The server does not answer.',
  notFound: 'The server has no such place.',
  denied: 'The server refuses this phone.',
  certificate: 'The server cannot prove who it is.',
  refused: 'The server does not grant what the phone asks for.',
  tooLarge: 'The answer of the server cannot be used.',
  incomplete: noAnswer,
  tooSlow: noAnswer,
  redirection: noAnswer,
  protocol: noAnswer,
  unproven: 'Nobody vouches for the authority.',
  otherFingerprint: 'The authority has another fingerprint.',
  otherKey: 'The certificate that came cannot be used.',
  ended: noCertificate,
  notYet: noCertificate,
  unchained: noCertificate,
  unusable: noCertificate,
  notKept: 'The phone cannot keep the certificate.',
  noAddress: 'The address of the server is missing.',
});

/** JSON has no `undefined`. */
type Said = { readonly [Name in keyof EnrolmentState]: EnrolmentState[Name] | null };

function standing({ step, waitingSinceMs, enrolledUntilMs }: Said): string {
  if (step != null) return t(steps[step]);
  if (waitingSinceMs != null) return t('Waits since {when} for somebody to agree', { when: moment(waitingSinceMs, true) });
  if (enrolledUntilMs != null) return t('Has a certificate until {when}', { when: moment(enrolledUntilMs, true) });
  return t('Has no certificate yet');
}

function factsOf(state: Said, uses: Readonly<Record<CertificateUse, string>>): readonly (readonly [string, string])[] {
  const { protocol, server, nextAtMs, lastFailure } = state;
  const facts: (readonly [string, string] | undefined)[] = [
    [t('Server'), `${server ?? t('none')} (${protocol})`],
    [t('Is for'), (state.uses ?? []).map((use) => t(uses[use])).join(', ')],
    [t('State'), standing(state)],
    nextAtMs == null ? undefined : [t('Asks again'), moment(nextAtMs, true)],
    lastFailure == null
      ? undefined
      : [t('Last failure'), `${moment(lastFailure.atMs, true)}: ${t(failures[lastFailure.reason])}`],
  ];
  return facts.filter((each) => each !== undefined);
}

/** `changed`: the phone has another certificate. */
export function EnrolmentSection(props: {
  readonly uses: Readonly<Record<CertificateUse, string>>;
  readonly changed: () => Promise<void>;
}): JSX.Element {
  const asked = useAsked<Said>('/api/certificates/enrolment', everyMs);
  const deed = useDeed();
  const state = asked.value;
  const untilMs = state?.enrolledUntilMs;
  useEffect(() => {
    if (untilMs != null) void props.changed();
  }, [untilMs]);
  const isOn = state !== undefined && state.protocol !== 'NONE';
  return (
    <Section id="enrolment" title={t('Enrolment')}>
      <p class="second">
        {rich('The parameters stand under {1}.', { 1: <a href="#/parameters/enrolment">{t('Certificate Enrolment')}</a> })}
      </p>
      <Waiting asked={asked} />
      {state !== undefined && !isOn && <p>{t('The phone asks nobody for certificates.')}</p>}
      {isOn && (
        <>
          <Facts facts={factsOf(state, props.uses)} />
          {state.step != null && <progress aria-label={t(steps[state.step])} />}
          <div class="actions start">
            <button
              type="button"
              class="main"
              disabled={state.step != null}
              onClick={() => void deed.run('POST', '/api/certificates/enrolment', undefined, t('Begun.'), asked.again)}
            >
              {t('Enrol now')}
            </button>
          </div>
          <Told deed={deed} />
        </>
      )}
    </Section>
  );
}
