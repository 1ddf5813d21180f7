// The parts that all screens share: top bar, soft keys with More pages, volume, notice.

import type { LineSnapshot } from '../../line-snapshot.ts';
import type { AudioPath, CallSnapshot, Notice, PhoneSnapshot } from '../../phone.ts';
import { clockTime, shownName } from '../../text/format.ts';
import { noticeText } from '../../text/notice-text.ts';
import type { IconName } from '../icons/icon-names.ts';
import type { Intent, SoftKey } from '../intents.ts';
import { showsKey } from '../locked-intents.ts';
import { keptFrom } from '../rights.ts';
import type { Body, SoftKeys, StatusIcon, View, ViewFrame, ViewInput, VolumeView } from './view.ts';

export const pathIcons: Readonly<Record<AudioPath, IconName>> = {
  handset: 'handset',
  headset: 'headset',
  speaker: 'speaker',
};

/** What a soft key says, and what it says where there is less room: the drawing takes the first that it has room for. */
function softKeyWords({ text }: ViewInput, word: keyof ViewInput['text']['softKeys']): readonly string[] {
  return [text.softKeys[word], text.narrowSoftKeys[word], text.shortSoftKeys[word]].filter((each) => each !== undefined);
}

/** A soft key whose action is called as its word. */
export function softKey(
  input: ViewInput,
  action: keyof ViewInput['text']['softKeys'],
  intent: Intent,
  tone?: 'calm' | 'error',
): SoftKey {
  const [label = '', ...shorter] = softKeyWords(input, action);
  const key = { label, action, intent, ...(shorter.length === 0 ? {} : { shorter }) };
  return tone === undefined ? key : { ...key, tone };
}

/** Puts the other side into the directory, where it is not there yet. */
export function saveKey(input: ViewInput, { remote }: Pick<CallSnapshot, 'remote'>): SoftKey | undefined {
  if (remote.number === '' || remote.contact !== undefined || input.snapshot.directory.full) return undefined;
  return softKey(input, 'save', { do: 'newContact', fields: { name: shownName(remote.name), office: remote.number } });
}

/** Where calls may be recorded. */
export function recordKey(input: ViewInput): SoftKey | undefined {
  const { recordsCalls, recordedCall } = input.snapshot;
  if (!recordsCalls) return undefined;
  return softKey(input, recordedCall === undefined ? 'record' : 'stopRecording', { do: 'toggleRecording' });
}

/**
 * Places soft keys: `last` (End, Back) always on the right, the others from the left; when they are too many, two at a time with More
 * before the last.
 */
export function placedSoftKeys(input: ViewInput, keys: readonly (SoftKey | undefined)[], last: SoftKey | undefined): SoftKeys {
  const { locked } = input.snapshot.lock;
  const offered = keys.filter((key) => isOffered(input, key));
  if (keys.length <= 3) return [keys[0], keys[1], keys[2], last];
  if (locked && offered.length <= 3) return [offered[0], offered[1], offered[2], last];
  const pages = Math.ceil(offered.length / 2);
  const first = (input.navigation.softKeyPage % pages) * 2;
  return [offered[first], offered[first + 1], softKey(input, 'more', { do: 'more' }), last];
}

export function lineOf(snapshot: PhoneSnapshot, index: number): LineSnapshot | undefined {
  return snapshot.lines.find((line) => line.index === index);
}

/** Lines that are set up. */
export function usedLines(snapshot: PhoneSnapshot): readonly LineSnapshot[] {
  return snapshot.lines.filter((line) => line.registration.state !== 'off');
}

function statusIcons(snapshot: PhoneSnapshot): readonly StatusIcon[] {
  const icons: StatusIcon[] = [];
  const { path, muted } = snapshot.audio;
  if (path !== 'none') icons.push({ icon: pathIcons[path], tone: 'calm' });
  else if (snapshot.headsetPlugged) icons.push({ icon: 'headset', tone: 'neutral' });
  if (snapshot.recordedCall !== undefined) icons.push({ icon: 'record', tone: 'error' });
  if (muted) icons.push({ icon: 'mute', tone: 'error' });
  if (snapshot.doNotDisturb) icons.push({ icon: 'dnd', tone: 'error' });
  if (snapshot.forwarding.always.on) icons.push({ icon: 'forward', tone: 'held' });
  if (snapshot.missedCalls > 0) icons.push({ icon: 'missed', tone: 'error' });
  if (snapshot.lines.some((line) => line.newMessages > 0)) icons.push({ icon: 'message', tone: 'held' });
  const selected = lineOf(snapshot, snapshot.selectedLine);
  if (selected?.registration.state === 'failed') icons.push({ icon: 'offline', tone: 'held' });
  else if (selected?.registration.state === 'registering') icons.push({ icon: 'clock', tone: 'neutral' });
  else if (selected?.registration.state === 'registered') icons.push({ icon: 'phone', tone: 'neutral' });
  return icons;
}

/** What the volume keys change now, with its level. */
export function volumeView(input: ViewInput): VolumeView {
  const { of, level } = input.snapshot.audio.volume;
  const kept = keptFrom(input, { do: 'volumeUp' }) !== undefined;
  return { label: input.text.paths[of], icon: kept ? 'lock' : of === 'ringer' ? 'ringing' : pathIcons[of], level };
}

/** The newest that nobody has put away, unless one is graver. */
export function noticeOf(snapshot: PhoneSnapshot): Notice | undefined {
  const unseen = snapshot.notices.filter((notice) => notice.seen !== true);
  return unseen.findLast((notice) => notice.severity === 'error') ?? unseen.at(-1);
}

export function lineTitle(snapshot: PhoneSnapshot, call?: Pick<CallSnapshot, 'line'>): string {
  return lineOf(snapshot, call?.line ?? snapshot.selectedLine)?.label ?? '';
}

export interface FrameParts {
  readonly title: string;
  readonly position?: string;
  readonly softKeys: SoftKeys;
  readonly keys?: ViewFrame['keys'];
  readonly digits?: ReadonlyMap<string, Intent>;
  readonly longDigits?: ReadonlyMap<string, Intent>;
  readonly redrawAfterMs?: number | undefined;
  /** False where the body shows the time. */
  readonly time?: boolean;
}

/** Until the minute changes, for the time in the top bar. */
function untilNextMinute(input: ViewInput): number | undefined {
  return input.wall.trusted ? 60_000 - (input.wall.ms % 60_000) : undefined;
}

function soonest(...times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(1, Math.min(...known));
}

/** In the person's language. */
function spoken({ text }: ViewInput, notice: Notice | undefined): Notice | undefined {
  return notice === undefined ? undefined : { ...notice, ...noticeText(text, notice) };
}

/** What the person may not do here is not offered. */
export function isOffered(input: ViewInput, key: SoftKey | undefined): key is SoftKey {
  return showsKey(input.snapshot.lock.locked, key) && keptFrom(input, key.intent) === undefined;
}

function shownKeys(input: ViewInput, keys: SoftKeys): SoftKeys {
  const [a, b, c, d] = keys.map((key) => (isOffered(input, key) ? key : undefined));
  return [a, b, c, d];
}

/** Puts the shared parts around a body. */
export function framed<B extends Body>(input: ViewInput, parts: FrameParts, body: B): View<B> {
  const { navigation, nowMs, snapshot } = input;
  const volumeShows = navigation.volumeUntilMs > nowMs;
  return {
    topBar: {
      title: parts.title,
      time: parts.time === false ? '' : clockTime(input.wall, input.text),
      icons: statusIcons(snapshot),
      position: parts.position ?? '',
    },
    softKeys: shownKeys(input, parts.softKeys),
    keys: parts.keys ?? {},
    ...(parts.digits === undefined ? {} : { digits: parts.digits }),
    ...(parts.longDigits === undefined ? {} : { longDigits: parts.longDigits }),
    volume: volumeShows ? volumeView(input) : undefined,
    notice: spoken(input, noticeOf(snapshot)),
    redrawAfterMs: soonest(
      parts.redrawAfterMs,
      untilNextMinute(input),
      volumeShows ? navigation.volumeUntilMs - nowMs : undefined,
    ),
    focusedForMs: nowMs - navigation.focusedSinceMs,
    body,
  };
}
