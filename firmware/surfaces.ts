// Everything a person touches: screen, lamps, keys, the console and, on a simulated board, the panel.

import { join } from 'node:path';
import type { Board, BoardEvent } from '#hal/board';
import type { NetworkAddress } from '#hal/network/network';
import { KeyInterpreter } from '#ui/keys/key-interpreter';
import { isDiscreet } from '#ui/keys/phone-keys';
import { LcdSurface } from '#ui/lcd/surface';
import type { ThemeName } from '#ui/lcd/themes/palette';
import type { LampScheme } from '#ui/leds/lamp-scheme';
import { lampStates } from '#ui/leds/lamp-states';
import { Lamps } from '#ui/leds/lamps';
import type { Phone } from '#ui/phone';
import { type Language, languageOf } from '#ui/text/languages';
import { readLanguages } from '#ui/text/strings';
import { routeBoardEvent } from './board-events.ts';
import { calendarSettings } from './calendar-settings.ts';
import type { CommandLine } from './command-line.ts';
import { HeadsetFollower, isIgnoredHeadset, noHeadset } from './headset-follower.ts';
import { keyNews } from './key-news.ts';
import { lampScheme } from './lamp-scheme.ts';
import type { Machine } from './machine.ts';
import { menuSettings } from './menu-settings.ts';
import { openSidecar } from './open-sidecar.ts';
import { isTouch, watchRest } from './phone-at-rest.ts';
import { FaceFiles } from './pictures/face-files.ts';
import { PhonePictures } from './pictures/phone-pictures.ts';
import { configurationFetch } from './provisioning/configuration-fetch.ts';
import { keepSetting } from './save-setting.ts';
import { softKeyLists } from './soft-key-lists.ts';
import { SpokenFocus } from './spoken-focus.ts';
import { speak } from './system/espeak.ts';
import { openFontFiles } from './system/font-files.ts';
import type { Log } from './system/log.ts';
import { machineFacts } from './system/machine-facts.ts';
import { tellOfLink } from './system/network-notices.ts';
import { openConsole } from './system/open-console.ts';
import { PhoneMaintenance } from './system/phone-maintenance.ts';
import { productName, productVersion } from './system/product.ts';
import { openLineTrace } from './system/syslog/line-trace.ts';
import { openSyslog } from './system/syslog/open-syslog.ts';
import { SyslogOrigin } from './system/syslog/syslog-origin.ts';
import type { SystemClock } from './system/system-clock.ts';
import { provisioningTls } from './system/tls-identity.ts';
import type { Telephony } from './telephony.ts';

export interface Surfaces extends AsyncDisposable {
  /** Where the simulator's page is; undefined without one. */
  readonly panelAddress: string | undefined;
  readonly lcd: LcdSurface;
  readonly faces: FaceFiles;
  /** As if the board had reported it. */
  readonly take: (event: BoardEvent) => void;
}

export async function openSurfaces(
  machine: Machine,
  {
    phone,
    engine,
    trace,
    notices,
    load,
    addressChanged,
    dhcpOptionsChanged,
    keyPressed,
    playAside,
    stopAside,
    restart,
    lock,
    provisioner,
    languages,
  }: Telephony,
  commandLine: CommandLine,
  { log, clock }: { readonly log: Log; readonly clock: SystemClock },
): Promise<Surfaces> {
  await using parts = new AsyncDisposableStack();
  const { board, store, certificates, virtualBoard } = machine;
  const fonts = parts.use(openFontFiles(board.display.class));
  const maintenance = new PhoneMaintenance({
    store,
    dataDirectory: machine.dataDirectory,
    log,
    configuration: () => configurationFetch(provisioner),
    facts: machineFacts(clock, () => board.network.addresses[0]?.interface ?? ''),
    restart,
  });
  parts.defer(() => maintenance.cancelJob());
  const closed = new AbortController();
  parts.defer(() => closed.abort(new Error('the phone is closing')));
  const pictures = new PhonePictures({
    parameters: store,
    display: board.display,
    directory: join(machine.dataDirectory, 'pictures'),
    source: {
      clock,
      tls: () => provisioningTls(certificates, log),
      userAgent: `${productName}/${productVersion}`,
      closed: closed.signal,
    },
    log,
    notices,
  });
  const faces = new FaceFiles({
    directory: join(machine.dataDirectory, 'pictures'),
    clock,
    contacts: () => phone.snapshot.directory.contacts,
    forget: (number) => pictures.forget(number),
  });
  const followFaces = (): void => {
    faces.follow().catch((error: unknown) => log.warn('lcd', 'a contact picture was not moved', { error }));
  };
  followFaces();
  parts.defer(phone.subscribe(followFaces));
  parts.defer(store.subscribe('personal_settings', () => void pictures.configure()));
  const language = (): Language => languageOf(store.get('personal_settings/language'));
  await languages.load();
  await readLanguages(language());
  const spoken = new SpokenFocus({
    clock,
    log,
    enabled: () => store.get('personal_settings/spoken_focus/enabled'),
    language,
    speak,
    play: playAside,
    stop: stopAside,
  });
  parts.defer(() => spoken.close());
  const surface = new LcdSurface({
    display: board.display,
    phone,
    settings: menuSettings(store, log, clock),
    maintenance,
    pictures,
    clock,
    log,
    fonts,
    calendar: calendarSettings(store),
    language: language(),
    theme: chosenTheme(store.get('personal_settings/theme')),
    drawn: (tree) => spoken.shown(tree),
    keyTouched: (event) => take(event),
    themeChosen: (theme) => void keepSetting({ path: 'personal_settings/theme', value: theme }, store, log),
  });
  parts.defer(() => surface.close());
  const scheme = (): LampScheme =>
    lampScheme(store, (path, { at, expected }) =>
      log.warn('config', `${path} is no script for a lamp: ${expected} expected at character ${at + 1}`),
    );
  let lights = scheme();
  const chooseSoftKeys = (): void =>
    surface.setSoftKeys(softKeyLists(store, (path, problem) => log.warn('config', `${path}: ${problem}`)));
  chooseSoftKeys();
  parts.defer(store.subscribe('personal_settings/soft_keys', chooseSoftKeys));
  const lamps = new Lamps({ leds: board.leds, phone, states: (snapshot) => lampStates(snapshot, lights) });
  parts.defer(() => lamps.close());
  const chooseLights = (): void => {
    lights = scheme();
    lamps.follow();
  };
  parts.defer(store.subscribe('personal_settings/led', chooseLights));
  const askForReset = (): void => surface.show({ page: 'factoryReset', focus: 0 });
  const news = keyNews({ notices, startedAtMs: clock.monotonicMs, askForReset });
  const theme = (): ThemeName => chosenTheme(store.get('personal_settings/theme'));
  parts.defer(store.subscribe('personal_settings/theme', () => surface.setTheme(theme())));
  const sidecar = parts.use(openSidecar(board, { store, languages, phone, clock, screen: surface, theme }));
  const keys = new KeyInterpreter({ clock, phone, surface: sidecar.keys, log, wentDown: keyPressed, ...news });
  parts.defer(() => keys.close());
  const ignored = isIgnoredHeadset(board.definition.headset.driver, store);
  const headset = new HeadsetFollower(ignored ? noHeadset : board.headset, phone);
  parts.defer(() => headset.close());
  const follow = (addresses: readonly NetworkAddress[]): void => {
    log.info('network', 'the addresses are others', { addresses: addresses.map(({ address }) => address).join(' ') });
    tellOfLink(addresses, machine.virtualBoard !== undefined, notices);
    addressChanged();
  };
  tellOfLink(board.network.addresses, machine.virtualBoard !== undefined, notices);
  const rest = parts.use(watchRest({ clock, store, phone, board }));
  const take = (event: BoardEvent): void => {
    if (ignored && (event.type === 'headsetPlugged' || event.type === 'headsetButtonPressed')) return;
    if (isTouch(event)) lock.touched();
    if (isTouch(event) && !(event.type === 'keyMoved' && isDiscreet(event.key, phone.snapshot))) rest.stir();
    routeBoardEvent(event, { phone, keys, surface, addressChanged: follow, dhcpOptionsChanged, notices, log, console: session });
  };
  const enabled = store.get('system/console/enabled');
  const session = enabled ? openConsole({ clock, log, phone, board, store, trace, take }) : undefined;
  parts.defer(() => session?.close());
  const print = session === undefined ? undefined : (line: string): void => session.print(line);
  parts.use(
    openSyslog({
      store,
      certificates,
      log,
      clock,
      directory: join(machine.dataDirectory, 'log'),
      address: () => board.network.addresses[0]?.address,
      print,
    }),
  );
  parts.use(openLineTrace({ store, clock, trace, origin: new SyslogOrigin(clock, () => board.network.addresses[0]?.address) }));
  machine.listen(take);
  // From here on nobody presses keys of a phone that is closing.
  parts.defer(() => machine.listen(() => {}));
  catchUp(board, phone);
  const speakLanguage = (): void => void readLanguages(language()).then(() => surface.setLanguage(language()));
  parts.defer(store.subscribe('personal_settings/language', speakLanguage));
  parts.defer(languages.subscribe(speakLanguage));
  for (const group of ['system/ntp', 'system/daylight_saving']) {
    parts.defer(store.subscribe(group, () => surface.setCalendar(calendarSettings(store))));
  }
  lock.touched();
  surface.start();
  sidecar.surface?.start();
  void pictures.configure();
  lamps.start();
  headset.start();

  let panelAddress: string | undefined;
  if (commandLine.panel !== undefined && virtualBoard !== undefined) {
    const { openPanel } = await import('./simulator/open-panel.ts');
    const settle = (): void => {
      phone.announce();
      surface.settle();
      sidecar.surface?.settle();
    };
    const sound = engine.simulatedSound;
    const { hints, panel: at } = commandLine;
    const panel = await openPanel({
      clock,
      log,
      at,
      board: virtualBoard,
      phone,
      surface,
      sidecar: sidecar.surface,
      sound,
      trace,
      hints,
      load,
      settle,
    });
    panelAddress = parts.use(panel).address;
  }
  const closing = parts.move();
  return { panelAddress, lcd: surface, faces, take, [Symbol.asyncDispose]: () => closing.disposeAsync() };
}

/** A hand that moved while the phone was still being put together. */
function catchUp(board: Board, phone: Phone): void {
  const { handset, headsetPlugged } = phone.snapshot;
  if (board.hook.off && handset === 'onHook') phone.liftHandset();
  if (!board.hook.off && handset === 'offHook') phone.replaceHandset();
  if (board.headset.plugged !== headsetPlugged) phone.plugHeadset(board.headset.plugged);
}

/** A theme of another firmware, or of a branding package that is gone, falls back to the dark one. */
function chosenTheme(name: string): ThemeName {
  return name === 'light' || name === 'contrast' ? name : 'dark';
}
