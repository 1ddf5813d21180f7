// Fetches the phone's settings when it is time, and not in the middle of a call: one check at a time, from finding out who is to be asked to
// the change set in the store.

import type { Assignment, RuleOptions } from '#config/formats/spa/profile-rule';
import { delayAfter } from '#config/formats/spa/retry-list';
import type { Clock, Log, Random, Timer } from '#sip/ports';
import type { ProvisioningOutcome } from '#ui/administration/provisioning';
import type { Applied } from './apply.ts';
import type { DhcpOptions } from './dhcp-options.ts';
import { type FetchResult, shownUrl, type Validators } from './fetch/fetched.ts';
import type { PhoneNames } from './file-names.ts';
import { isTriggered, type RuleFacts, type RuleSettings, type RuleSource, ruleSources } from './profile-rules.ts';
import type { ProvisioningSettings } from './provisioning-settings.ts';
import { wallTime } from './provisioning-settings.ts';
import { type ProvisioningStatus, restingStatus, type Trigger } from './provisioning-status.ts';
import { nextCheckMs, retryMs } from './schedule.ts';
import type { SeenFiles } from './seen-files.ts';
import { type Source, sourceOf } from './source.ts';

export interface ProvisionerOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly settings: () => ProvisioningSettings;
  readonly offered: () => DhcpOptions;
  readonly names: () => PhoneNames;
  readonly seen: SeenFiles;
  /** What holds for the profile rules now. */
  readonly ruleFacts: (trigger: Trigger, sinceLastCheckS: number) => RuleFacts;
  /** What a rule sets by itself. */
  readonly assign: (assignments: readonly Assignment[]) => Promise<Applied>;
  /** Never rejects. */
  readonly fetch: (url: URL, known: Validators, options: RuleOptions) => Promise<FetchResult>;
  /** Where the administrator and DHCP say nothing. Never rejects. */
  readonly discover: (settings: ProvisioningSettings, names: PhoneNames) => Promise<Source | undefined>;
  readonly apply: (bytes: Uint8Array, url: URL, options: RuleOptions) => Promise<Applied>;
  /** Calls that there are now. */
  readonly calls: () => number;
  readonly restartWhenIdle: () => void;
}

const watchMs = 60_000;
const noFile: ProvisioningOutcome = { type: 'failed', failure: 'notFound', detail: 'the server has no file for this phone' };

interface Fetched {
  readonly url: URL;
  readonly bytes: Uint8Array;
  readonly validators: Validators;
  readonly options: RuleOptions;
}

export class Provisioner {
  readonly #options: ProvisionerOptions;
  readonly #listeners = new Set<() => void>();
  #status: ProvisioningStatus = restingStatus;
  #timer: Timer | undefined;
  #failures = 0;
  /** What a check was for that waits for the end of the calls, or of another check. */
  #waiting: Trigger | undefined;
  #running = false;
  /** Until when a check waits for the end of the calls. */
  #patience: Timer | undefined;
  #impatient = false;
  /** Came while somebody began to talk. */
  #held: { readonly trigger: Trigger; readonly fetched: Fetched } | undefined;
  #askedLast: string | undefined;
  #askedAtMs: number;
  #watch: Timer | undefined;
  #triggered = false;
  #closed = false;

  constructor(options: ProvisionerOptions) {
    this.#options = options;
    this.#askedAtMs = options.clock.monotonicMs;
  }

  /** The same object until something changes. */
  get status(): ProvisioningStatus {
    return this.#status;
  }

  get isOn(): boolean {
    return this.#options.settings().method !== 'Disable';
  }

  /** The person at the phone may have the settings fetched. */
  get followsPerson(): boolean {
    return this.#options.settings().followsPerson;
  }

  /** A server that has proven itself may have the settings fetched. */
  get followsServer(): boolean {
    return this.#options.settings().followsServer;
  }

  /** Told when the status is another. Returns the end of it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  start(): void {
    const { powerUpRandomMs, rules } = this.#options.settings();
    if (rules?.onPowerUp === false) this.#planNext();
    else this.#after(powerUpRandomMs * this.#chance(), 'powerUp');
    this.#watchConditions();
  }

  /** Another server is asked at once; another time of day is planned for. */
  settingsChanged(paths: readonly string[]): void {
    if (paths.some((path) => path === 'provisioning/method' || path === 'provisioning/configuration/url')) this.offersChanged();
    if (!this.#running && this.#waiting === undefined && this.#status.last !== undefined) this.#planNext();
  }

  /** DHCP has said something, or the address is another. */
  offersChanged(): void {
    const { settings, offered, names } = this.#options;
    const address = sourceOf(settings(), offered(), names())?.configuration[0]?.href;
    if (address !== undefined && address !== this.#askedLast) this.check('offered');
  }

  /** Now, or as soon as nobody talks. */
  check(trigger: Trigger): void {
    if (this.#closed || !this.isOn) return;
    this.#timer?.cancel();
    if (this.#running || this.#mustWait) {
      this.#waiting = trigger;
      if (!this.#running) this.#waitForQuiet();
      return;
    }
    void this.#run(trigger);
  }

  /** The calls may be others than before. */
  follow(): void {
    if (this.#closed || this.#running || this.#mustWait) return;
    const held = this.#held;
    if (held !== undefined) {
      this.#held = undefined;
      void this.#finish(held.trigger, () => this.#take(held.fetched));
    } else if (this.#waiting !== undefined) this.#checkWaiting();
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#watch?.cancel();
    this.#patience?.cancel();
  }

  /** The triggers of SPA phones: asked once a minute whether they have come true. */
  #watchConditions(): void {
    this.#watch = this.#options.clock.setTimer(watchMs, () => this.#watchConditions());
    const { rules } = this.#options.settings();
    const before = this.#triggered;
    this.#triggered = rules !== undefined && isTriggered(rules, this.#options.ruleFacts('condition', this.#sinceLastCheckS()));
    if (this.#triggered && !before) this.check('condition');
  }

  #sinceLastCheckS(): number {
    return (this.#options.clock.monotonicMs - this.#askedAtMs) / 1000;
  }

  #checkWaiting(): void {
    const trigger = this.#waiting;
    this.#waiting = undefined;
    if (trigger !== undefined) this.check(trigger);
  }

  #run(trigger: Trigger): Promise<void> {
    return this.#finish(trigger, () => this.#ask(trigger));
  }

  async #finish(trigger: Trigger, work: () => Promise<ProvisioningOutcome | 'held'>): Promise<void> {
    this.#running = true;
    const outcome = await work().catch((error: unknown): ProvisioningOutcome => {
      this.#options.log.error('provisioning', 'a check ended in an error', { error: String(error) });
      return { type: 'failed', failure: 'internal', detail: 'see the log' };
    });
    this.#running = false;
    if (this.#closed) return;
    if (outcome === 'held') {
      this.#waitForQuiet();
      this.follow();
      return;
    }
    this.#failures = outcome.type === 'failed' ? this.#failures + 1 : 0;
    this.#log(trigger, outcome);
    this.#tell({ activity: 'idle', last: { atMs: this.#options.clock.wall.ms, trigger, outcome } });
    if (outcome.type === 'applied' && outcome.restarts) this.#options.restartWhenIdle();
    if (this.#waiting !== undefined) {
      this.#checkWaiting();
      return;
    }
    this.#patience?.cancel();
    this.#patience = undefined;
    this.#impatient = false;
    this.#planNext();
  }

  get #mustWait(): boolean {
    return this.#options.calls() > 0 && !this.#impatient;
  }

  /** With profile rules there is an end to it (Forced_Resync_Delay of SPA phones). */
  #waitForQuiet(): void {
    this.#tell({ activity: 'waitingForCalls', settingsWait: this.#held !== undefined });
    const { rules } = this.#options.settings();
    if (rules === undefined || this.#patience !== undefined) return;
    this.#patience = this.#options.clock.setTimer(rules.longestWaitS * 1000, () => {
      this.#impatient = true;
      this.follow();
    });
  }

  async #ask(trigger: Trigger): Promise<ProvisioningOutcome | 'held'> {
    const { settings, offered, names, discover } = this.#options;
    this.#tell({ activity: 'searching' });
    const [wanted, phone] = [settings(), names()];
    if (wanted.rules !== undefined) return await this.#followRules(wanted.rules, trigger);
    const source =
      sourceOf(wanted, offered(), phone) ?? (wanted.method === 'Dynamic' ? await discover(wanted, phone) : undefined);
    this.#askedAtMs = this.#options.clock.monotonicMs;
    if (source === undefined || source.configuration.length === 0) {
      this.#tell({ source: undefined, address: undefined });
      return { type: 'noSource' };
    }
    this.#askedLast = source.configuration[0]?.href;
    const outcome = await this.#askSource(source, trigger);
    if (outcome !== undefined) return outcome;
    // A name that anybody's network may have promises nothing.
    return source.kind === 'serverName' ? { type: 'noSource' } : noFile;
  }

  /** Undefined: it has no file for the phone. */
  async #askSource(source: Source, trigger: Trigger): Promise<ProvisioningOutcome | 'held' | undefined> {
    for (const url of source.configuration) {
      const outcome = await this.#fetch(source, url, trigger);
      if (outcome !== undefined) return outcome;
    }
    return undefined;
  }

  /** One after the other; the first that fails ends it. */
  async #followRules(rules: RuleSettings, trigger: Trigger): Promise<ProvisioningOutcome | 'held'> {
    const { ruleFacts, offered, log } = this.#options;
    const { sources, problems } = ruleSources(rules, ruleFacts(trigger, this.#sinceLastCheckS()), offered());
    this.#askedAtMs = this.#options.clock.monotonicMs;
    for (const problem of problems) log.warn('provisioning', 'a profile rule cannot be followed', { problem });
    let sum: ProvisioningOutcome = { type: 'noSource' };
    for (const rule of sources) {
      const outcome = await this.#followRule(rule, trigger);
      if (outcome === 'held') {
        // The other rules are asked when this file has been taken.
        this.#waiting = trigger;
        return 'held';
      }
      if (outcome === undefined && rules.missingFileFails) return noFile;
      if (outcome?.type === 'failed') return outcome;
      if (outcome !== undefined) sum = together(sum, outcome);
    }
    return sum;
  }

  async #followRule(
    { url, assignments, options }: RuleSource,
    trigger: Trigger,
  ): Promise<ProvisioningOutcome | 'held' | undefined> {
    if (assignments.length > 0) await this.#options.assign(assignments);
    if (url === undefined) return { type: 'unchanged' };
    return await this.#askSource({ kind: 'rule', configuration: [url], firmware: undefined, options }, trigger);
  }

  /** Undefined: there is no such file. */
  async #fetch(source: Source, url: URL, trigger: Trigger): Promise<ProvisioningOutcome | 'held' | undefined> {
    const { seen, fetch } = this.#options;
    this.#tell({ activity: 'fetching', source: source.kind, address: shownUrl(url) });
    // Who asks by hand wants what is there.
    const { options = {} } = source;
    const result = await fetch(url, trigger === 'byHand' ? {} : seen.validators(url), options);
    switch (result.type) {
      case 'unchanged':
        return { type: 'unchanged' };
      case 'sentElsewhere':
        return { type: 'failed', failure: 'redirection', detail: 'the server sends elsewhere' };
      case 'failed':
        if (result.failure === 'notFound' || (source.kind === 'serverName' && result.failure === 'unreachable')) return undefined;
        return result;
      case 'fetched':
        break;
    }
    const fetched = { url, bytes: result.bytes, validators: result.validators, options };
    if (trigger !== 'byHand' && seen.isKnown(url, result.bytes)) {
      seen.remember(url, result.bytes, result.validators);
      return { type: 'unchanged' };
    }
    if (!this.#mustWait) return await this.#take(fetched);
    this.#held = { trigger, fetched };
    return 'held';
  }

  async #take({ url, bytes, validators, options }: Fetched): Promise<ProvisioningOutcome> {
    this.#tell({ activity: 'applying' });
    const applied = await this.#options.apply(bytes, url, options);
    if (applied.type === 'notStored') return { type: 'failed', failure: 'notStored', detail: applied.why };
    if (applied.type === 'unusable') {
      const [first] = applied.refused;
      const detail = first === undefined ? 'it says nothing' : `${first.what}: ${first.why}`;
      return { type: 'failed', failure: 'unusable', detail };
    }
    // The same file would say the same again.
    this.#options.seen.remember(url, bytes, validators);
    const { changed, refused, needsRestart } = applied;
    return { type: 'applied', changed, refused, restarts: needsRestart.length > 0 };
  }

  #planNext(): void {
    const { period, randomMinutes, rules, zone } = this.#options.settings();
    // Perhaps there is none any more.
    this.#timer?.cancel();
    if (rules !== undefined) {
      const delayS = ruleDelayS(rules, this.#failures, this.#chance());
      if (delayS > 0) this.#after(delayS * 1000, this.#failures > 0 ? 'retry' : 'periodic');
      return;
    }
    if (this.#failures > 0) {
      this.#after(retryMs(this.#failures, this.#chance()), 'retry');
      return;
    }
    const { trusted, ms } = this.#options.clock.wall;
    const delayMs = nextCheckMs(period, randomMinutes, trusted ? wallTime(ms, zone) : undefined, this.#chance());
    if (delayMs !== undefined) this.#after(delayMs, 'periodic');
  }

  #after(delayMs: number, trigger: Trigger): void {
    const { clock } = this.#options;
    this.#timer?.cancel();
    this.#timer = clock.setTimer(delayMs, () => this.check(trigger));
    this.#tell({ nextCheckAtMs: clock.monotonicMs + delayMs });
  }

  /** From 0 to below 1. */
  #chance(): number {
    const [a = 0, b = 0, c = 0] = this.#options.random.bytes(3);
    return (a * 65_536 + b * 256 + c) / 2 ** 24;
  }

  #log(trigger: Trigger, outcome: ProvisioningOutcome): void {
    const { log } = this.#options;
    const { source, address } = this.#status;
    const fields = { trigger, source, address };
    if (outcome.type === 'failed') {
      log.warn('provisioning', `no settings: ${outcome.failure}`, { ...fields, detail: outcome.detail });
    } else if (outcome.type === 'applied') {
      log.info('provisioning', 'settings were taken', { ...fields, changed: outcome.changed, refused: outcome.refused.length });
      for (const { what, why } of outcome.refused.slice(0, 50)) log.warn('provisioning', 'a setting was left out', { what, why });
    } else
      log.info(
        'provisioning',
        outcome.type === 'unchanged' ? 'the settings are the same as before' : 'nobody has settings',
        fields,
      );
  }

  #tell(news: Partial<ProvisioningStatus>): void {
    this.#status = { ...this.#status, ...news };
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Of two files of one check. */
function together(sum: ProvisioningOutcome, next: ProvisioningOutcome): ProvisioningOutcome {
  if (sum.type !== 'applied') return next.type === 'noSource' ? sum : next;
  if (next.type !== 'applied') return sum;
  return {
    type: 'applied',
    changed: sum.changed + next.changed,
    refused: [...sum.refused, ...next.refused],
    restarts: sum.restarts || next.restarts,
  };
}

/** 0: not at all. */
function ruleDelayS({ periodS, retries }: RuleSettings, failures: number, chance: number): number {
  if (failures === 0) return periodS;
  const delay = delayAfter(retries, failures - 1);
  return delay === undefined ? periodS : delay.seconds + Math.round(delay.randomSeconds * chance);
}
