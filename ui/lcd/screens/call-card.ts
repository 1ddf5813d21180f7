// One call as a card: state in a word, an icon and a tone, the party, the time and what the connection is like.

import type { ServerConference } from '../../conference-snapshot.ts';
import { numbersOf } from '../../directory-snapshot.ts';
import type { CallSnapshot, CallTransfer, EndReason, Party } from '../../phone.ts';
import { duration, initialsOf, shownName } from '../../text/format.ts';
import { said } from '../../text/said.ts';
import { counted, filled } from '../../text/strings.ts';
import type { IconName } from '../icons/icon-names.ts';
import { shownNumber } from '../shown-number.ts';
import type { Tone } from '../themes/palette.ts';
import { lineOf, pathIcons, usedLines } from './frame.ts';
import type { CallCard, ViewInput } from './view.ts';

const wideband = new Set(['G722', 'opus', 'OPUS', 'AMR-WB', 'L16']);

interface Look {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly state: string;
}

function lookOf(input: ViewInput, call: CallSnapshot): Look {
  const { calls } = input.text;
  switch (call.state) {
    case 'outgoing':
      return { icon: 'calling', tone: 'ringing', state: calls[call.phase ?? 'calling'] };
    case 'incoming':
      return ringingLook(input, call);
    case 'active':
      if (call.heldByRemote) return { icon: 'held', tone: 'held', state: calls.heldByRemote };
      if (call.conference !== undefined) return conferenceLook(input, call.conference);
      return { icon: 'answered', tone: 'calm', state: calls.active };
    case 'held':
      if (call.transfer !== undefined) return transferLook(input, call.transfer);
      return { icon: 'held', tone: 'held', state: calls.held };
    case 'ended': {
      const words =
        call.ended === undefined ? calls.ended : said(input.text, call.ended.text) || input.text.ended[call.ended.reason];
      return { icon: 'end', tone: endedAsMeant(call) ? 'neutral' : 'error', state: words };
    }
  }
}

function ringingLook({ snapshot, text: { calls } }: ViewInput, call: CallSnapshot): Look {
  // Somebody wants us to call it; nobody calls.
  if (call.direction === 'outgoing') return { icon: 'calling', tone: 'ringing', state: calls.asked };
  // The number is not the caller's own: what they say of themselves should not be believed.
  if (call.verification === 'failed') return { icon: 'warning', tone: 'error', state: calls.suspicious };
  const waits = snapshot.calls.some((other) => other.id !== call.id && other.state !== 'ended');
  return { icon: 'ringing', tone: 'ringing', state: waits ? calls.waiting : calls.incoming };
}

/** As a conference of our own looks (conference-view.ts). */
function conferenceLook({ text: { conference } }: ViewInput, { count }: ServerConference): Look {
  return { icon: 'conference', tone: 'calm', state: count === undefined ? conference.title : counted(conference.parties, count) };
}

function transferLook({ text: { calls } }: ViewInput, transfer: CallTransfer): Look {
  if (transfer.state === 'failed') return { icon: 'warning', tone: 'error', state: calls.transferFailed };
  return { icon: 'calling', tone: 'ringing', state: transfer.state === 'asked' ? calls.transferring : calls.transferRinging };
}

const meant: ReadonlySet<EndReason> = new Set([
  'localHangUp',
  'remoteHangUp',
  'cancelled',
  'answeredElsewhere',
  'transferred',
  'diverted',
]);

/** Nothing went wrong: hung up, given up, taken elsewhere, or refused by the person at this phone. */
function endedAsMeant({ ended, direction }: CallSnapshot): boolean {
  if (ended === undefined) return false;
  return meant.has(ended.reason) || (ended.reason === 'rejected' && direction === 'incoming');
}

function timerOf(input: ViewInput, call: CallSnapshot): string {
  if (call.state === 'held') return duration(input.nowMs - call.sinceMs);
  if (call.answeredAtMs === undefined) return '';
  return duration((call.endedAtMs ?? input.nowMs) - call.answeredAtMs);
}

function isPoor({ snapshot }: ViewInput, { id }: CallSnapshot): boolean {
  return snapshot.qualities.some(({ call, grade }) => call === id && grade === 'poor');
}

function badgesOf(input: ViewInput, call: CallSnapshot): CallCard['badges'] {
  const { audio } = input.snapshot;
  const badges: CallCard['badges'][number][] = [];
  if (call.id === input.snapshot.recordedCall)
    badges.push({ id: 'recording', icon: 'record', text: input.text.calls.recording, tone: 'error' });
  if (call.state === 'active' && audio.path !== 'none') {
    badges.push({ id: 'path', icon: pathIcons[audio.path], text: input.text.paths[audio.path], tone: 'neutral' });
  }
  if (call.state === 'active' && audio.muted)
    badges.push({ id: 'muted', icon: 'mute', text: input.text.calls.muted, tone: 'error' });
  if (call.state === 'incoming' && !audio.ringing) {
    badges.push({ id: 'silenced', icon: 'dnd', text: input.text.calls.silenced, tone: 'neutral' });
  }
  if (call.state === 'active' && isPoor(input, call)) {
    badges.push({ id: 'quality', icon: 'warning', text: input.text.calls.poor, tone: 'held' });
  }
  if (call.encrypted) badges.push({ id: 'encrypted', icon: 'lock', text: '', tone: 'calm' });
  if (call.codec !== undefined && call.state === 'active') {
    const hd = wideband.has(call.codec);
    badges.push(
      hd ? { id: 'codec', icon: 'hd', text: call.codec, tone: 'neutral' } : { id: 'codec', text: call.codec, tone: 'neutral' },
    );
  }
  return badges;
}

function alertOf(input: ViewInput, call: CallSnapshot): string {
  const { calls } = input.text;
  if (call.state !== 'active' || call.heldByRemote) return '';
  if (isPoor(input, call)) return calls.poor;
  return call.id === input.snapshot.recordedCall ? calls.recording : '';
}

function partyName(input: ViewInput, { name, number }: Party): string {
  return shownName(name) || shownNumber(input, shownName(number));
}

/** What is known of the number, and how the call came here or went on. */
function wayOf(input: ViewInput, call: CallSnapshot): readonly string[] {
  const { calls } = input.text;
  const lines: string[] = [];
  if (call.verification === 'passed') lines.push(calls.verified);
  if (call.verification === 'failed' && call.state !== 'incoming') lines.push(calls.suspicious);
  if (call.divertedBy !== undefined) {
    const sentence = call.direction === 'incoming' ? calls.divertedBy : calls.transferredBy;
    lines.push(filled(sentence, { name: partyName(input, call.divertedBy) }));
  }
  if (call.forwardedTo !== undefined) lines.push(filled(calls.forwardedTo, { name: partyName(input, call.forwardedTo) }));
  return lines;
}

function linesOf(input: ViewInput, call: CallSnapshot): readonly string[] {
  const lines: string[] = [];
  if (call.transfer?.state === 'failed' && call.transfer.text !== '') lines.push(said(input.text, call.transfer.text));
  lines.push(...wayOf(input, call));
  if (call.conference !== undefined && call.conference.others.length > 0 && call.state !== 'ended')
    lines.push(call.conference.others.map((party) => partyName(input, party)).join(', '));
  if (call.autoAnswered && call.state === 'active') lines.push(input.text.calls.autoAnswered);
  // The top bar names the line too; a small screen leaves it at that.
  if (!input.mono && call.state === 'incoming' && usedLines(input.snapshot).length > 1) {
    const line = lineOf(input.snapshot, call.line);
    if (line !== undefined) lines.push(filled(input.text.calls.on, { line: line.label }));
  }
  if (call.sentDigits !== '' && (call.state === 'active' || call.state === 'outgoing')) lines.push(call.sentDigits);
  return lines;
}

function nameless({ text: { calls } }: ViewInput, call: CallSnapshot): string {
  return call.anonymous ? calls.anonymous : calls.unknown;
}

export function callCard(input: ViewInput, call: CallSnapshot): CallCard {
  const number = shownNumber(input, shownName(call.remote.number));
  const name = shownName(call.remote.name);
  const hasName = name !== '' && name !== call.remote.number;
  return {
    id: call.id,
    ...lookOf(input, call),
    alert: alertOf(input, call),
    name: hasName ? name : number === '' ? nameless(input, call) : number,
    number: hasName ? number : '',
    rawNumber: call.remote.number,
    initials: hasName ? initialsOf(name) : '',
    ...faceOf(input, call),
    timer: timerOf(input, call),
    lines: linesOf(input, call),
    badges: badgesOf(input, call),
  };
}

/** Until the next full second of any timer that shows. */
export function untilNextTick(input: ViewInput, calls: readonly CallSnapshot[]): number | undefined {
  const starts = calls
    .filter((call) => call.state === 'held' || (call.answeredAtMs !== undefined && call.state === 'active'))
    .map((call) => (call.state === 'held' ? call.sinceMs : (call.answeredAtMs ?? call.sinceMs)));
  const waits = starts.map((start) => 1000 - (Math.max(0, input.nowMs - start) % 1000));
  return waits.length === 0 ? undefined : Math.min(...waits);
}

/** Of somebody who does not hide. */
function faceOf({ pictures, snapshot }: ViewInput, { anonymous, remote }: CallSnapshot): Pick<CallCard, 'face'> {
  if (anonymous) return {};
  // Whichever number of somebody calls, the picture lies under one of them.
  const known = remote.contact !== undefined;
  const contact = known ? snapshot.directory.contacts.find(({ id }) => id === remote.contact) : undefined;
  const numbers = [remote.number, ...(contact === undefined ? [] : numbersOf(contact).map(({ number }) => number))];
  const face = numbers.map((number) => pictures.ofNumber(number)).find((picture) => picture !== undefined);
  return face === undefined ? {} : { face };
}
