// Provisioning with everything that it needs of the phone, wired up.

import { fileKeysOf } from '#config/formats/encryption/keys';
import { languageAddresses } from '#config/formats/spa/dictionary-script';
import type { Assignment, RuleOptions } from '#config/formats/spa/profile-rule';
import type { Store } from '#config/store';
import type { Board } from '#hal/board';
import type { Clock, Log, Random } from '#sip/ports';
import type { Enrolment } from '#ui/administration/enrolment';
import type { LanguageFiles } from '#ui/administration/languages';
import { languages as builtIn } from '#ui/text/languages';
import { tellCertificate } from '../certificates/certificate-notices.ts';
import { LateEnrolment } from '../certificates/enrolment/late-enrolment.ts';
import type { KeptCertificates } from '../certificates/kept-certificates.ts';
import { LateCertificateFetch } from '../certificates/late-certificate-fetch.ts';
import type { WaitingKeys } from '../certificates/waiting-keys.ts';
import type { RingStore } from '../rings/take-rings.ts';
import type { Notices } from '../system/notices.ts';
import { productName, productVersion } from '../system/product.ts';
import { provisioningTls } from '../system/tls-identity.ts';
import { type FetchResult, shownUrl, type Validators } from './fetch/fetched.ts';
import type { PhoneNames } from './file-names.ts';
import { Provisioner } from './provisioner.ts';
import { tellProvisioning } from './provisioning-notices.ts';
import { provisioningSettings } from './provisioning-settings.ts';
import { type SeenFile, SeenFiles, seenFilesName } from './seen-files.ts';
import { SiteFiles } from './site-files.ts';

export interface ProvisioningParts {
  readonly store: Store;
  readonly certificates: KeptCertificates;
  readonly waitingKeys: WaitingKeys;
  readonly board: Board;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly notices: Notices;
  readonly calls: () => number;
  readonly restartWhenIdle: () => void;
  /** Seconds since each line has lost its registration, 0 while it has one. */
  readonly withoutRegistrationS: () => readonly number[];
  readonly rings: RingStore;
  readonly languages: Pick<LanguageFiles, 'storeLanguage'>;
}

/** A configuration of thousands of lines has some hundred kilobytes. */
const largestBytes = 2 ** 21;
const longestMs = 120_000;
const idleMs = 20_000;
const seenFiles = 32;
const ownLanguages = Object.values(builtIn).map(({ parameter }) => parameter);

interface FetchWays {
  readonly asksForPlace?: true;
  readonly withoutLogin?: boolean;
}

export interface Provisioning extends Disposable {
  readonly provisioner: Provisioner;
  readonly enrolment: Enrolment;
  /** The phone stands. Returns the end of following its settings. */
  start(): () => void;
}

export function openProvisioning({
  store,
  certificates,
  waitingKeys,
  board,
  clock,
  log,
  random,
  notices,
  calls,
  restartWhenIdle,
  withoutRegistrationS,
  rings,
  languages,
}: ProvisioningParts): Provisioning {
  const closed = new AbortController();
  const settings = (): ReturnType<typeof provisioningSettings> => provisioningSettings(store);
  // What is needed some seconds after the start, or never, is read then: the registrations go first.
  const fetch = async (url: URL, known: Validators, options: RuleOptions, ways: FetchWays = {}): Promise<FetchResult> => {
    const { fetchFile } = await import('./fetch/fetch.ts');
    const tls = provisioningTls(certificates, log);
    const { userId, password = '', withoutCertificate } = options;
    return fetchFile({
      url,
      known,
      asksForPlace: ways.asksForPlace === true,
      largestBytes,
      longestMs,
      idleMs,
      login: userId === undefined ? (ways.withoutLogin === true ? undefined : settings().login) : { user: userId, password },
      tls: withoutCertificate === true ? { ...tls, verifiesServer: false } : tls,
      userAgent: userAgent(board),
      clock,
      closed: closed.signal,
    });
  };
  const discovery = {
    clock,
    random,
    productName,
    signal: closed.signal,
    askPlace: (url: URL) => fetch(url, {}, {}, { asksForPlace: true, withoutLogin: true }),
  };
  const seen = new SeenFiles(store.collection<SeenFile>(seenFilesName, seenFiles));
  const provisioner = new Provisioner({
    clock,
    log,
    random,
    settings,
    offered: () => board.network.dhcpOptions,
    names: () => phoneNames(board),
    seen,
    fetch,
    discover: async (wanted, names) => {
      const { discoverSource } = await import('./discover.ts');
      return await discoverSource(discovery, wanted, names);
    },
    ruleFacts: (trigger, sinceLastCheckS) => ({
      names: phoneNames(board),
      hasCertificate: provisioningTls(certificates, log).identity !== undefined,
      externalAddress: board.network.addresses[0]?.address ?? '',
      withoutRegistrationS: withoutRegistrationS(),
      sinceLastCheckS,
      trigger,
    }),
    assign: async (assignments) => {
      const { applyConfiguration } = await import('./apply.ts');
      return await applyConfiguration(profileOf(assignments), 'a profile rule', store, {
        keys: {},
        cameProtected: true,
        takesBareSecrets: true,
      });
    },
    apply: async (bytes, url, { key, alias }) => {
      const { applyConfiguration } = await import('./apply.ts');
      return await applyConfiguration(bytes, shownUrl(url), store, {
        keys: fileKeysOf([...(key === undefined ? [] : [key]), ...settings().filePhrases]),
        ...(alias === undefined ? {} : { spaAliases: alias }),
        cameProtected: url.protocol === 'https:',
        takesBareSecrets: settings().takesBareSecrets,
      });
    },
    calls,
    restartWhenIdle,
  });
  provisioner.subscribe(() => tellProvisioning(provisioner.status, notices));
  const places = { log, names: () => phoneNames(board), base: () => provisioner.status.address };
  // Name and password are for the server that has the settings.
  const fetchSiteFile = (url: URL, known: Validators): Promise<FetchResult> =>
    fetch(url, known, {}, { withoutLogin: !isSameServer(url, provisioner.status.address) });
  const certificateFetch = new LateCertificateFetch({
    ...places,
    clock,
    random,
    certificates,
    fetch: (url) => fetchSiteFile(url, {}),
    fileKeys: () => fileKeysOf(settings().filePhrases),
    takesUnprotected: () => settings().takesBareSecrets,
    waitingKey: (use) => waitingKeys.find(use),
    told: (slot, problem) => tellCertificate(slot, problem, notices),
    restartWhenIdle,
  });
  const enrolment = new LateEnrolment({
    store,
    clock,
    log,
    random,
    tls: () => ({ ...provisioningTls(certificates, log), verifiesServer: true }),
    userAgent: () => userAgent(board),
    names: () => phoneNames(board),
    addresses: () => board.network.addresses.map(({ address }) => address),
    restartWhenIdle,
  });
  const siteFiles = new SiteFiles({
    ...places,
    parameters: store,
    seen,
    fetch: fetchSiteFile,
    files: [
      {
        parameter: 'provisioning/speed_dial_uri',
        isFollowed: true,
        take: async (bytes, from) => (await siteFileTakers()).takeSpeedDials(bytes, from, store),
      },
      {
        parameter: 'provisioning/ring_tone_uri',
        isFollowed: false,
        take: async (bytes, from) => (await siteFileTakers()).takeSiteRings(bytes, from, rings),
      },
      {
        parameter: 'provisioning/language_uri',
        isFollowed: true,
        addresses: (value) => languageAddresses(value, ownLanguages),
        take: async (bytes, from) => (await siteFileTakers()).takeLanguage(bytes, from, languages),
      },
    ],
  });
  return {
    provisioner,
    enrolment,
    start: () => {
      provisioner.start();
      void siteFiles.fetchAll();
      void certificateFetch.fetchAll();
      using ends = new DisposableStack();
      ends.defer(enrolment.start());
      let followed = provisioner.status.last;
      ends.defer(
        provisioner.subscribe(() => {
          const { last } = provisioner.status;
          if (last === followed) return;
          followed = last;
          void siteFiles.follow();
          void certificateFetch.fetchAll();
        }),
      );
      ends.defer(
        store.subscribe('provisioning', (paths) => {
          provisioner.settingsChanged(paths);
          void siteFiles.settingsChanged(paths);
        }),
      );
      for (const group of ['system/ntp', 'system/daylight_saving']) {
        ends.defer(store.subscribe(group, (paths) => provisioner.settingsChanged(paths)));
      }
      ends.defer(store.subscribe('security', (paths) => void certificateFetch.settingsChanged(paths)));
      const all = ends.move();
      return () => all.dispose();
    },
    [Symbol.dispose]: () => {
      provisioner.close();
      certificateFetch[Symbol.dispose]();
      enrolment[Symbol.dispose]();
      closed.abort(new Error('the phone is closing'));
    },
  };
}

function siteFileTakers(): Promise<typeof import('./take-site-files.ts')> {
  return import('./take-site-files.ts');
}

function isSameServer(url: URL, address: string | undefined): boolean {
  return address !== undefined && URL.canParse(address) && new URL(address).host === url.host;
}

/** As a profile of its own, so that the names of SPA phones mean what they mean there. */
function profileOf(assignments: readonly Assignment[]): Uint8Array {
  const escaped = (text: string): string => text.replace(/[<>&]/g, (character) => `&#${character.charCodeAt(0)};`);
  const elements = assignments.map(({ name, value }) => `<${name}>${escaped(value)}</${name}>`);
  return Buffer.from(`<flat-profile>${elements.join('')}</flat-profile>`);
}

function userAgent(board: Board): string {
  const { model, macAddress } = phoneNames(board);
  return `${productName}/${productVersion} ${model} (${macAddress})`;
}

function phoneNames({ definition, network }: Board): PhoneNames {
  return {
    macAddress: network.macAddress,
    // `simulated/color-320`: the vendor is no part of a file's name.
    model: definition.name.slice(definition.name.indexOf('/') + 1),
    version: productVersion,
    address: network.addresses[0]?.address,
  };
}
