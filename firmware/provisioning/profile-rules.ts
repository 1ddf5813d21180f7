// The profile rules of SPA phones as sources: which alternative of each holds now, and how its file is fetched and opened.

import { holds, parseCondition } from '#config/formats/spa/condition';
import { type MacroValues, macroValues } from '#config/formats/spa/macros';
import { type Assignment, chooseAlternative, parseProfileRule, type RuleOptions } from '#config/formats/spa/profile-rule';
import type { RetryDelay } from '#config/formats/spa/retry-list';
import { type DhcpOptions, textOption } from './dhcp-options.ts';
import type { PhoneNames } from './file-names.ts';
import type { Trigger } from './provisioning-status.ts';

export interface RuleSettings {
  /** In their order; empty ones left out. */
  readonly rules: readonly string[];
  readonly onPowerUp: boolean;
  /** 0: never. */
  readonly periodS: number;
  /** For the end of the calls; then the files are fetched all the same. */
  readonly longestWaitS: number;
  readonly retries: readonly RetryDelay[];
  readonly missingFileFails: boolean;
  /** `$A` to `$P`. */
  readonly general: readonly string[];
  /** `$SA` to `$SD`. */
  readonly secrets: readonly string[];
  readonly triggers: readonly string[];
}

/** What is true at the moment. */
export interface RuleFacts {
  readonly names: PhoneNames;
  readonly hasCertificate: boolean;
  readonly externalAddress: string;
  /** Seconds since a line has lost its registration, 0 while it has one; by the line. */
  readonly withoutRegistrationS: readonly number[];
  readonly sinceLastCheckS: number;
  readonly trigger: Trigger;
}

export interface RuleSource {
  /** Undefined: only the assignments count. */
  readonly url: URL | undefined;
  readonly assignments: readonly Assignment[];
  readonly options: RuleOptions;
}

export type RuleSources = { readonly sources: readonly RuleSource[]; readonly problems: readonly string[] };

export function ruleSources(settings: RuleSettings, facts: RuleFacts, offered: DhcpOptions): RuleSources {
  const values = valuesOf(settings, facts);
  const sources: RuleSource[] = [];
  const problems: string[] = [];
  for (const text of settings.rules) {
    const parsed = parseProfileRule(text);
    if (!parsed.ok) {
      problems.push(parsed.problem);
      continue;
    }
    const chosen = chooseAlternative(parsed.rule, values, (name) => secretOf(settings, name));
    if (chosen === undefined) continue;
    const url = chosen.url === '' ? undefined : addressOf(chosen.url, offered);
    if (chosen.url !== '' && url === undefined) problems.push('a rule leads to no address');
    else sources.push({ url, assignments: chosen.assignments, options: withAlias(chosen.options, settings) });
  }
  return { sources, problems };
}

/** A trigger's condition is true. */
export function isTriggered(settings: RuleSettings, facts: RuleFacts): boolean {
  const values = valuesOf(settings, facts);
  return settings.triggers.some((text) => {
    const condition = parseCondition(text);
    return condition !== undefined && holds(condition, values);
  });
}

const states: Readonly<Record<Trigger, string>> = {
  powerUp: '0',
  periodic: '1',
  retry: '2',
  resync: '-1',
  byHand: '-1',
  offered: '-1',
  condition: '1',
};

function valuesOf({ general }: RuleSettings, facts: RuleFacts): MacroValues {
  const { macAddress, model, version, address = '' } = facts.names;
  const timers = facts.withoutRegistrationS.map((seconds, line) => [`REGTMR${line + 1}`, String(Math.floor(seconds))]);
  return macroValues({
    mac: macAddress,
    product: model,
    series: model,
    serial: macAddress.toUpperCase(),
    softwareVersion: version,
    hardwareVersion: '1.0.0',
    hasClientCertificate: facts.hasCertificate,
    address,
    externalAddress: facts.externalAddress,
    general,
    state: {
      ...Object.fromEntries(timers),
      PRVST: states[facts.trigger],
      PRVTMR: String(Math.floor(facts.sinceLastCheckS)),
      UPGST: '0',
      UPGTMR: '0',
    },
  });
}

function secretOf({ secrets }: RuleSettings, name: string): string | undefined {
  const index = ['SA', 'SB', 'SC', 'SD'].indexOf(name);
  return index < 0 ? undefined : secrets[index];
}

/** `--alias b`: the map itself, in place of the letter. */
function withAlias(options: RuleOptions, { general }: RuleSettings): RuleOptions {
  if (options.alias === undefined) return options;
  return { ...options, alias: general[options.alias.toLowerCase().charCodeAt(0) - 0x61] ?? '' };
}

const protocols: ReadonlySet<string> = new Set(['http:', 'https:', 'tftp:', 'ftp:']);

/** TFTP where no protocol is named, the server of option 66 where none is. */
function addressOf(text: string, offered: DhcpOptions): URL | undefined {
  const server = textOption(offered.get(66)) ?? '';
  const whole = text.includes('://') ? text : text.startsWith('/') ? `tftp://${server}${text}` : `tftp://${text}`;
  if (!URL.canParse(whole)) return undefined;
  const url = new URL(whole);
  return protocols.has(url.protocol) && url.hostname !== '' ? url : undefined;
}
