// Keeps the phone's certificate: asks for the first one, waits while somebody at the authority has to agree, asks for the next one in time, and
// again after failures, less and less often. What is good takes its place by the same door as what is brought by hand.

import { X509Certificate } from 'node:crypto';
import type { Store } from '#config/store';
import type { Clock, Log, Random, Timer } from '#sip/ports';
import type { Enrolment, EnrolmentState, EnrolmentStep } from '#ui/administration/enrolment';
import { shownUrl } from '../../provisioning/fetch/fetched.ts';
import { retryMs } from '../../provisioning/schedule.ts';
import { readCertificates } from '../certificate-facts.ts';
import { pairPaths } from '../certificate-places.ts';
import { dataAddress } from '../pem-address.ts';
import { authorityChange, pairChanges } from '../take-pair.ts';
import { type AttemptOutcome, attempt } from './attempt.ts';
import { EnrolmentMemory, type GivenCertificate, type Remembered, type WaitingRequest } from './enrolment-memory.ts';
import type { EnrolmentProtocol } from './enrolment-protocol.ts';
import { type EnrolmentSettings, identityAsked } from './enrolment-settings.ts';
import { makeRequest } from './make-request.ts';
import { nextAttemptMs } from './next-attempt.ts';
import { noEnrolment } from './no-enrolment.ts';

export type UsableSettings = EnrolmentSettings & { readonly url: URL };

export interface CertificateEnrolmentOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  /** Undefined: it is switched off. */
  readonly settings: () => EnrolmentSettings | undefined;
  readonly openProtocol: (settings: UsableSettings, closed: AbortSignal) => Promise<EnrolmentProtocol>;
  /** PEM, of the phone. */
  readonly authorities: () => readonly string[];
  /** By which its pages are reached. */
  readonly addresses: () => readonly string[];
  readonly restartWhenIdle: () => void;
}

type Issued = Extract<AttemptOutcome, { readonly type: 'issued' }>;
type Failed = Extract<AttemptOutcome, { readonly type: 'failed' }>;

/** A thousand phones that start, or learn their settings, together. */
const spreadMs = 5000;
/** Until somebody has agreed, where the server does not say when to ask. */
const pollMs = 300_000;
/** However far the next time is: the calendar may be set meanwhile. */
const lookAgainMs = 12 * 3_600_000;
/** Dates mean nothing to a phone that does not know what day it is. */
const lookAtCalendarMs = 60_000;

export class CertificateEnrolment implements Enrolment, Disposable {
  readonly #options: CertificateEnrolmentOptions;
  readonly #memory: EnrolmentMemory;
  #remembered: Remembered = { asked: '', failures: 0 };
  #timer: Timer | undefined;
  #running: AbortController | undefined;
  #step: EnrolmentStep | undefined;
  #closed = false;

  constructor(options: CertificateEnrolmentOptions) {
    this.#options = options;
    this.#memory = new EnrolmentMemory(options.store);
  }

  start(): void {
    this.#recall();
    this.#plan(this.#chance() * spreadMs);
  }

  get state(): EnrolmentState {
    const settings = this.#options.settings();
    if (settings === undefined) return noEnrolment;
    const { given, waiting, lastFailure } = this.#remembered;
    return {
      protocol: settings.protocol,
      server: settings.url && shownUrl(settings.url),
      uses: settings.uses,
      step: this.#step,
      waitingSinceMs: waiting?.sinceMs,
      enrolledUntilMs: given && untilMs(given),
      nextAtMs: this.#step === undefined ? this.#nextMs(settings) : undefined,
      lastFailure,
    };
  }

  enrolNow(): boolean {
    if (this.#closed || this.#options.settings() === undefined) return false;
    this.#begin();
    return true;
  }

  settingsChanged(paths: readonly string[]): void {
    this.#running?.abort(new Error('the settings have changed'));
    this.#running = undefined;
    this.#step = undefined;
    const isOff = this.#options.settings() === undefined;
    if (isOff || paths.includes('security/enrolment/challenge')) {
      const { waiting: _, ...others } = this.#remembered;
      this.#keep(others);
    }
    if (!isOff) this.#recall();
    const { againAtMs: _, lastFailure: __, ...remembered } = this.#remembered;
    this.#keep({ ...remembered, failures: 0 });
    if (paths.includes('security/enrolment/uses')) void this.#putWhereItIsMissing();
    this.#plan(this.#chance() * spreadMs);
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#running?.abort(new Error('the phone is closing'));
  }

  #recall(): void {
    const settings = this.#options.settings();
    if (settings !== undefined) this.#remembered = this.#memory.recall(identityAsked(settings));
  }

  #keep(remembered: Remembered): void {
    this.#remembered = remembered;
    this.#memory.keep(remembered);
  }

  #chance(): number {
    return (this.#options.random.bytes(1)[0] ?? 0) / 256;
  }

  #nextMs({ renewBeforeMs }: EnrolmentSettings): number | undefined {
    const { given } = this.#remembered;
    return nextAttemptMs(this.#remembered, given && untilMs(given), renewBeforeMs, this.#options.clock.wall.ms);
  }

  #plan(earliestMs: number): void {
    const { clock, settings: read } = this.#options;
    this.#timer?.cancel();
    const settings = read();
    if (settings === undefined || this.#closed || this.#running !== undefined) return;
    const isInTheDark = !clock.wall.trusted && this.#remembered.given !== undefined;
    const waitMs = isInTheDark ? lookAtCalendarMs : Math.max(earliestMs, (this.#nextMs(settings) ?? 0) - clock.wall.ms);
    const isDue = !isInTheDark && waitMs <= lookAgainMs;
    this.#timer = clock.setTimer(Math.min(waitMs, lookAgainMs), () => (isDue ? this.#begin() : this.#plan(0)));
  }

  #begin(): void {
    const settings = this.#options.settings();
    if (settings === undefined || this.#closed || this.#running !== undefined) return;
    this.#timer?.cancel();
    const { url } = settings;
    if (url === undefined) {
      // Until the settings have one.
      this.#keep({ ...this.#remembered, lastFailure: { atMs: this.#options.clock.wall.ms, reason: 'noAddress' } });
      return;
    }
    const running = new AbortController();
    this.#running = running;
    void this.#attempt({ ...settings, url }, running.signal).then(() => {
      if (this.#running !== running) return;
      this.#running = undefined;
      this.#step = undefined;
      this.#plan(0);
    });
  }

  /** Does not reject. */
  async #attempt(settings: UsableSettings, closed: AbortSignal): Promise<void> {
    const { log, openProtocol, authorities } = this.#options;
    const { given } = this.#remembered;
    const current = given !== undefined && this.#isValid(given) ? given.identity : undefined;
    try {
      const outcome = await attempt({
        protocol: await openProtocol(settings, closed),
        fingerprint: settings.fingerprint,
        known: authorities(),
        current,
        request: async () => this.#remembered.waiting ?? (await this.#newRequest(settings, current?.certificate, closed)),
        nowMs: () => this.#knownMs,
        at: (step) => this.#atStep(step, closed),
      });
      if (closed.aborted) return;
      if (outcome.type === 'issued') await this.#take(settings, outcome);
      else if (outcome.type === 'pending') this.#wait(outcome);
      else this.#fail(outcome);
    } catch (error) {
      log.error('certificates', 'enrolment broke off', { error: String(error) });
      if (!closed.aborted) this.#fail({ type: 'failed', reason: 'protocol', detail: '', retryAfterMs: undefined, spent: true });
    }
  }

  #atStep(step: EnrolmentStep, closed: AbortSignal): void {
    if (!closed.aborted) this.#step = step;
  }

  async #newRequest(settings: EnrolmentSettings, current: string | undefined, closed: AbortSignal): Promise<WaitingRequest> {
    const made = await makeRequest(settings, this.#options.addresses(), current);
    if (!closed.aborted) this.#keep({ ...this.#remembered, waiting: made });
    return made;
  }

  async #take({ uses }: EnrolmentSettings, { identity, leaf, pinned, remark }: Issued): Promise<void> {
    const { store, log, clock, restartWhenIdle } = this.#options;
    this.#step = 'taking';
    const { asked } = this.#remembered;
    const authority = pinned && this.#keepAuthority(pinned);
    const pair = pairChanges(uses, readCertificates(identity.certificate) ?? [], identity.privateKey);
    const stored = await store.change([...pair, ...(authority ? [authority] : [])], 'provisioning', 'certificate enrolment');
    if (!stored.ok) {
      this.#fail({ type: 'failed', reason: 'notKept', detail: stored.reason, retryAfterMs: undefined, spent: false });
      return;
    }
    const given = { identity, takenAtMs: clock.wall.ms, chance: this.#chance() };
    // What is asked for may be something else by now.
    if (this.#remembered.asked === asked) this.#keep({ asked, given, failures: 0 });
    const { subject, fingerprint256, validTo } = leaf;
    log.info('certificates', 'one was given by the authority', { subject, fingerprint: fingerprint256, until: validTo });
    if (remark !== undefined) log.warn('certificates', 'what gave it is outdated', { remark });
    // Read when SIP begins.
    if (uses.includes('sip') || authority !== undefined) restartWhenIdle();
  }

  /** Undefined: the phone has it already, or no place for it. */
  #keepAuthority(pinned: X509Certificate): ReturnType<typeof authorityChange> {
    const { store, log, authorities } = this.#options;
    const held = authorities().flatMap((pem) => readCertificates(pem) ?? []);
    if (held.some(({ fingerprint256 }) => fingerprint256 === pinned.fingerprint256)) return undefined;
    const change = authorityChange(pinned, (path) => store.get(path));
    if (change === undefined) log.warn('certificates', 'no place is free for the authority with the fingerprint of the settings');
    return change;
  }

  #wait({ retryAfterMs = pollMs, ticket }: Extract<AttemptOutcome, { readonly type: 'pending' }>): void {
    const { clock, log } = this.#options;
    const { waiting, lastFailure: _, ...remembered } = this.#remembered;
    const nowMs = clock.wall.ms;
    log.info('certificates', 'the authority has the request and wants to be asked again', { afterS: retryAfterMs / 1000 });
    this.#keep({
      ...remembered,
      ...(waiting && { waiting: { ...waiting, sinceMs: waiting.sinceMs ?? nowMs, ...(ticket !== undefined && { ticket }) } }),
      failures: 0,
      againAtMs: nowMs + retryAfterMs,
    });
  }

  #fail({ reason, detail, retryAfterMs, spent }: Failed): void {
    const { clock, log } = this.#options;
    const { waiting, ...remembered } = this.#remembered;
    const failures = remembered.failures + 1;
    const atMs = clock.wall.ms;
    log.warn('certificates', 'the authority gave none', { reason, detail });
    this.#keep({
      ...remembered,
      ...(waiting && !spent && { waiting }),
      failures,
      lastFailure: { atMs, reason },
      againAtMs: atMs + (retryAfterMs ?? retryMs(failures, this.#chance())),
    });
  }

  /** Where it is to be used from now on. */
  async #putWhereItIsMissing(): Promise<void> {
    const { store, settings, restartWhenIdle } = this.#options;
    const { given } = this.#remembered;
    if (given === undefined) return;
    const { certificate, privateKey } = given.identity;
    const uses = (settings()?.uses ?? []).filter((use) => store.get(pairPaths[use].certificate) !== dataAddress(certificate));
    const changes = pairChanges(uses, readCertificates(certificate) ?? [], privateKey);
    if (changes.length === 0) return;
    const stored = await store.change(changes, 'provisioning', 'certificate enrolment');
    if (stored.ok && uses.includes('sip')) restartWhenIdle();
  }

  get #knownMs(): number | undefined {
    const { trusted, ms } = this.#options.clock.wall;
    return trusted ? ms : undefined;
  }

  #isValid(given: GivenCertificate): boolean {
    const nowMs = this.#knownMs;
    return nowMs === undefined || untilMs(given) > nowMs;
  }
}

function untilMs({ identity }: GivenCertificate): number {
  return new X509Certificate(identity.certificate).validToDate.getTime();
}
