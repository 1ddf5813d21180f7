// The telephone without its body: media core, user agent, lines, and the desk phone above them.

import { join, resolve } from 'node:path';
import { callProgressTones } from '#config/call-progress-tones';
import type { MediaEngine } from '#media/engine';
import type { Ring } from '#media/messages';
import type { UserAgent } from '#sip/ua/user-agent';
import type { ContactFiles } from '#ui/administration/contact-files';
import { PhoneFiles } from './administration/media-files.ts';
import { CallLog, type LoggedCall, type LookedAt, mostCalls } from './calls/call-log.ts';
import type { DeskInput } from './calls/desk-messages.ts';
import { DeskTimers } from './calls/desk-timers.ts';
import { HeldFirst } from './calls/held-first.ts';
import { RecordedCalls } from './calls/recorded-calls.ts';
import { Recorder } from './calls/recorder.ts';
import { SoundFollower } from './calls/sound-follower.ts';
import { Switchboard } from './calls/switchboard.ts';
import { voiceProcessing } from './calls/voice-processing.ts';
import { WaitingKeys } from './certificates/waiting-keys.ts';
import { DeskPhone } from './desk-phone.ts';
import { deskSettings, deskTimes, heardDigit, recorderSettings, sideToneDb } from './desk-settings.ts';
import { LineDialPlans } from './dialplan/line-dial-plans.ts';
import type { StoredContact } from './directory/contact.ts';
import { DirectoryFiles } from './directory/contact-files.ts';
import { Directory, mostContacts } from './directory/directory.ts';
import { type BlockedRecord, PersonalLists } from './directory/personal-lists.ts';
import { KeptSettings } from './kept-settings.ts';
import { KeyBeep } from './key-beep.ts';
import { BroughtLanguages } from './languages/language-files.ts';
import { featureInput } from './lines/feature-input.ts';
import { FunctionKeys } from './lines/function-keys.ts';
import { LineNotices } from './lines/line-notices.ts';
import { LineSeizer } from './lines/line-seizer.ts';
import { Lines } from './lines/lines.ts';
import { PresencePublisher } from './lines/presence-publisher.ts';
import { openRegistrationNames } from './lines/registration-names.ts';
import { RegistrationTimers } from './lines/registration-timers.ts';
import type { Machine } from './machine.ts';
import { openNetworkSip } from './network-sip.ts';
import { type Media, openMedia } from './open-media.ts';
import { PhoneLock } from './phone-lock.ts';
import { openProvisioning, type Provisioning } from './provisioning/open-provisioning.ts';
import type { Provisioner } from './provisioning/provisioner.ts';
import { loadHoldMusic } from './rings/hold-music.ts';
import { RingChoice } from './rings/ring-choice.ts';
import { RingLibrary } from './rings/ring-library.ts';
import { keepSetting, keepSpeedDial } from './save-setting.ts';
import { SoundTap } from './sound-tap.ts';
import { inSlices } from './system/in-slices.ts';
import type { Log } from './system/log.ts';
import { Notices } from './system/notices.ts';
import { RemoteCommands } from './system/remote-commands.ts';
import { SignallingTrace } from './system/signalling-trace.ts';
import { statusOf } from './system/status.ts';
import { storeNotices } from './system/store-notices.ts';
import type { SystemClock } from './system/system-clock.ts';
import { SystemRandom } from './system/system-random.ts';

export interface Telephony extends AsyncDisposable {
  readonly phone: DeskPhone;
  readonly engine: MediaEngine;
  readonly trace: SignallingTrace;
  readonly notices: Notices;
  readonly provisioner: Provisioner;
  readonly enrolment: Provisioning['enrolment'];
  readonly ringFiles: PhoneFiles;
  readonly languages: BroughtLanguages;
  readonly contactFiles: ContactFiles;
  readonly copyPackets: Media['copyPackets'];
  readonly lock: PhoneLock;
  /** What of SIP is alive; all 0 on a phone at rest. */
  readonly load: () => UserAgent['load'];
  /** Something to be heard where the phone rings, while nothing else is; false: something is. */
  playAside(ring: Ring): boolean;
  stopAside(): void;
  /** A key went down: the sound of it, where the person wants one. */
  keyPressed(): void;
  /** Registers the lines; from here on the phone can be called. */
  start(): void;
  addressChanged(): void;
  dhcpOptionsChanged(): void;
  restart(): void;
}

/** However long a server takes, the start picture goes after this. */
const longestStartMs = 2000;
const groupsOfLinesAndKeys = [
  'voip',
  'personal_settings/functional_key',
  'personal_settings/sidecar_key',
  'personal_settings/discreet_call',
];

export async function openTelephony(machine: Machine, log: Log, clock: SystemClock): Promise<Telephony> {
  const { store, dataDirectory, board } = machine;
  await using parts = new AsyncDisposableStack();
  const startedAtMs = clock.monotonicMs;
  const random = new SystemRandom();
  const trace = new SignallingTrace();
  const notices = new Notices(() => phone.changed());
  const report = (input: DeskInput): void => phone.take(input);

  const media = await openMedia({
    store,
    network: board.network,
    clock,
    log,
    random,
    notices,
    switchboard: () => switchboard,
    lines: () => lines,
    recorder: () => recorder,
    report,
    digitHeard: (event) => sound.playOver(heardDigit(store, event)),
    changed: () => phone.changed(),
  });
  parts.use(media);
  const { engine, callMedia, pager, qualities } = media;
  const registrations = parts.use(openRegistrationNames(store, random));
  const sip = await openNetworkSip({
    clock,
    log,
    random,
    network: board.network,
    parameters: machine.certificates,
    mediaSession: (context) => callMedia.create(context),
    nameRegistration: (account, regId) => registrations.name(account, regId),
    listener: (event) => {
      if (event.type === 'incomingCall') switchboard.onIncomingCall(event);
      else if (event.type === 'messageTraced') {
        trace.add({ ...event, atMs: clock.monotonicMs });
        // Headers and bodies are for the ladder.
        log.debug('sip', `${event.direction} ${event.text.slice(0, event.text.indexOf('\r'))}`, { remote: event.remote });
      } else if (event.type === 'conferenceChanged') switchboard.onConference(event);
      else if (event.type === 'referReceived') switchboard.onReferral(event);
      else log.info('sip', 'a text arrived', { account: event.accountId, bytes: event.body.length });
    },
  });
  parts.use(sip);

  const restart = (): void => {
    board.power.restart().catch((error: unknown) => log.error('system', 'the restart failed', { error }));
  };
  const remoteCommands = new RemoteCommands({
    log,
    calls: () => phone.snapshot.calls.length,
    restart,
    resync: () => {
      if (provisioner.followsServer) provisioner.check('resync');
    },
  });
  const registrationTimers = new RegistrationTimers(clock);
  const languages = new BroughtLanguages({
    directory: join(dataDirectory, 'languages'),
    log,
    clock,
    displayClass: board.display.class,
  });
  const provisioning = openProvisioning({
    store,
    certificates: machine.certificates,
    waitingKeys: new WaitingKeys(join(dataDirectory, 'web')),
    board,
    clock,
    log,
    random,
    notices,
    calls: () => phone.snapshot.calls.length,
    restartWhenIdle: () => remoteCommands.restartWhenIdle(),
    withoutRegistrationS: () => registrationTimers.seconds,
    rings: {
      keepRings: (files) => ringFiles.keepRings(files),
      keepRingList: (list, recordings) => ringFiles.keepRingList(list, recordings),
    },
    languages,
  });
  parts.use(provisioning);
  const { provisioner } = provisioning;
  const lineNotices = new LineNotices(notices);
  const seizer = new LineSeizer({ sharedLineOf: (line) => lines.accountOf(line)?.sharedLine });
  const lines = new Lines({
    clock,
    log,
    parameters: store,
    addAccount: (settings, listener) => sip.userAgent.addAccount(settings, listener),
    changed: () => {
      lineNotices.follow(lines.snapshots);
      registrationTimers.follow(lines.snapshots);
      if (lines.settled) phone.ready();
      phone.changed();
    },
    featureChanged: (feature) => report(featureInput(feature)),
    commanded: (command) => remoteCommands.take(command),
    keepMessageWaiting: (line, waits) => keepSetting({ path: `voip/line/${line}/message_waiting`, value: waits }, store, log),
  });
  const functionKeys = new FunctionKeys({
    log,
    parameters: store,
    accountOf: (line) => lines.accountOf(line),
    changed: () => phone.changed(),
  });
  const presence = new PresencePublisher({
    log,
    publishes: () => store.get('voip/signalling/sip/presence_event/publishes'),
    lines: () => lines.usable,
    accountOf: (line) => lines.accountOf(line),
  });
  const { planned, callerNumber } = new LineDialPlans(store);
  const switchboard = new Switchboard({
    log,
    callMedia,
    accountOf: (line) => lines.accountOf(line),
    lineOf: (id) => lines.lineOf(id),
    callerNumber,
    refuses: (number) => lock.refuses(number),
    heldFirst: new HeldFirst({ clock, enabled: () => store.get('voip/signalling/sip/hold_before_refer') }),
    dtmfBySip: () => store.get('voip/media/dtmf_transport') === 'SIP_INFO',
    report,
  });
  const directory = new Directory({
    records: store.collection<StoredContact>('contacts', mostContacts),
    changed: () => phone.changed(),
  });
  const lists = new PersonalLists({
    directory,
    blocked: store.collection<BlockedRecord>('blocked_numbers'),
    parameters: store,
    keepSpeedDial: (dial) => keepSpeedDial(dial, store, log),
    notify: (notice) => notices.raise(notice),
    changed: () => phone.changed(),
  });
  const library = new RingLibrary(join(dataDirectory, 'rings'), log);
  const ringFiles = new PhoneFiles({
    directory: join(dataDirectory, 'rings'),
    library,
    ownRings: () => rings.names,
    changed: () => phone.changed(),
  });
  const rings = new RingChoice({
    parameters: store,
    recording: (name) => library.find(name),
    ofContact: ({ number }) => directory.find(number)?.ring || undefined,
    report: (path, { at, expected }) =>
      log.warn('config', `${path} is no script for a ring: ${expected} expected at character ${at + 1}`),
  });
  const tones = callProgressTones(store, (path, { at, expected }) =>
    log.warn('config', `${path} is no script for a tone: ${expected} expected at character ${at + 1}`),
  );
  const sound = new SoundFollower({
    audio: board.audio,
    callMedia,
    tones,
    rings,
    processing: (path) => voiceProcessing(store, path),
    pager,
    send: (command) => engine.send(command),
  });
  const keyBeep = new KeyBeep({
    clock,
    enabled: () => store.get('personal_settings/key_beep/enabled'),
    alertTone: () => (store.get('personal_settings/alert_tone/enabled') ? tones.alert : undefined),
    play: (ring) => sound.playBeep(ring),
    stop: () => sound.stopBeep(),
  });
  parts.defer(() => keyBeep.close());
  const recorder = new Recorder({
    clock,
    log,
    directory: join(resolve(dataDirectory), 'recordings'),
    settings: () => recorderSettings(store),
    send: (command) => engine.send(command),
    report,
    notify: (notice) => notices.raise(notice),
    kept: () => void recordedCalls.load(),
  });
  const recordedCalls = new RecordedCalls({
    log,
    directory: join(resolve(dataDirectory), 'recordings'),
    named: (party) => directory.named(party),
    report,
    changed: () => phone.changed(),
  });
  const timers = new DeskTimers({ clock, times: () => deskTimes(store), planned, report });
  parts.defer(() => timers.close());
  const callLog = new CallLog({
    clock,
    calls: store.collection<LoggedCall>('call_log', mostCalls),
    lookedAt: store.collection<LookedAt>('call_log_looked_at', 1),
  });
  const lock = new PhoneLock({
    clock,
    log,
    parameters: store,
    busy: () => phone.snapshot.calls.length > 0,
    changed: () => phone.changed(),
  });
  parts.defer(() => lock.close());
  parts.defer(store.subscribe('system/pin_lock', () => phone.changed()));
  const kept = new KeptSettings({ store, log, report });
  const phone = new DeskPhone({
    clock,
    log,
    lines,
    notices,
    callLog,
    lists,
    names: directory,
    functionKeys,
    switchboard,
    sound,
    keyBeep,
    recorder,
    recordedCalls,
    qualities,
    timers,
    settings: () => ({ ...deskSettings(store, lines, lists.blockedKeys), ...lock.deskSettings(lines.usable), planned }),
    lock,
    status: statusOf(board, startedAtMs),
    initial: {
      handset: board.hook.off ? 'offHook' : 'onHook',
      headsetPlugged: board.headset.plugged,
      ...kept.all,
      lastDialed: lastDialed(callLog),
    },
    rings: (line) => ({
      names: [...rings.names, ...library.names],
      chosen: store.get(`personal_settings/lines/${line}/ring_tone`),
    }),
    save: (effect) => kept.save(effect),
    restart,
  });
  for (const notice of storeNotices(machine)) notices.raise(notice);

  const closing = parts.move();
  return {
    phone,
    engine,
    trace,
    notices,
    provisioner,
    enrolment: provisioning.enrolment,
    contactFiles: new DirectoryFiles(directory, lists, clock),
    ringFiles,
    languages,
    copyPackets: media.copyPackets,
    lock,
    start: () => {
      sound.start();
      void loadHoldMusic({ directory: dataDirectory, parameters: store, log, send: (command) => engine.send(command) });
      const soundTap = new SoundTap({ parameters: store, log, send: (command) => engine.send(command) });
      soundTap.follow();
      closing.defer(store.subscribe('voip/packet_recording', () => soundTap.follow()));
      sound.setSideTone(sideToneDb(store));
      closing.defer(store.subscribe('voip/audio/side_tone', () => sound.setSideTone(sideToneDb(store))));
      void library.load().then(() => phone.changed());
      void recordedCalls.load();
      void inSlices(directory.prepare(), clock);
      // Switching the phone off and on is no way past its lock.
      lock.lock();
      phone.start();
      closing.defer(kept.follow());
      closing.defer(phone.subscribe(() => remoteCommands.follow()));
      closing.defer(phone.subscribe(() => provisioner.follow()));
      closing.defer(phone.subscribe(() => qualities.follow(phone.snapshot.calls)));
      closing.defer(phone.subscribe(() => seizer.follow(phone.snapshot.dialing)));
      closing.defer(phone.subscribe(() => presence.follow(phone.snapshot)));
      const configure = (): void => {
        lines.configure();
        functionKeys.configure();
        presence.follow(phone.snapshot);
        pager.configure();
      };
      configure();
      for (const group of groupsOfLinesAndKeys) closing.defer(store.subscribe(group, configure));
      closing.defer(provisioning.start());
      closing.defer(store.subscribe('personal_settings/speed_dial', () => lists.configure()));
      closing.defer(store.subscribe('voip/audio', () => phone.parametersChanged()));
      const patience = clock.setTimer(longestStartMs, () => phone.ready());
      closing.defer(() => patience.cancel());
    },
    keyPressed: () => keyBeep.press(),
    playAside: (ring) => phone.snapshot.calls.every(({ state }) => state === 'ended') && sound.playBeep(ring),
    stopAside: () => sound.stopBeep(),
    load: () => sip.userAgent.load,
    restart,
    addressChanged: () => {
      pager.configure();
      void sip.addressChanged();
      provisioner.offersChanged();
    },
    dhcpOptionsChanged: () => provisioner.offersChanged(),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

function lastDialed(callLog: CallLog): { readonly number: string; readonly line: number } | undefined {
  const call = callLog.newestDialed;
  return call === undefined ? undefined : { number: call.remote.number, line: call.line };
}
