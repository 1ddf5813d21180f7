// A conference: its parties beside each other, who talks and who is kept from being heard; and the page to manage them.

import type { ConferenceSnapshot } from '../../conference-snapshot.ts';
import type { CallSnapshot } from '../../phone.ts';
import { counted } from '../../text/strings.ts';
import type { Intent } from '../intents.ts';
import type { Page } from '../navigation.ts';
import { callCard, untilNextTick } from './call-card.ts';
import { hearsDigits, keypadOpen, keypadTile, otherCards } from './call-view.ts';
import { focusKeys } from './focus-keys.ts';
import { framed, pathIcons, placedSoftKeys, recordKey, softKey } from './frame.ts';
import type { ConferenceBody, PartyView, RowsBody, RowView, SoftKeys, View, ViewInput } from './view.ts';

type Party = ConferenceSnapshot['parties'][number];

/** The party's call; none where it has just gone off the desk. */
function callOf(input: ViewInput, party: Party): CallSnapshot | undefined {
  return input.snapshot.calls.find((call) => call.id === party.call);
}

function partyView(input: ViewInput, party: Party, call: CallSnapshot): PartyView {
  const { name, rawNumber, initials } = callCard(input, call);
  const words = input.text.conference;
  const common = { id: call.id, name, rawNumber, initials, focused: call.id === input.snapshot.focusedCall };
  if (call.state === 'ended') return { ...common, icon: 'end', tone: 'neutral', state: words.left };
  if (call.state === 'held') return { ...common, icon: 'held', tone: 'held', state: input.text.calls.held };
  if (call.heldByRemote) return { ...common, icon: 'held', tone: 'held', state: words.away };
  if (party.muted) return { ...common, icon: 'mute', tone: 'error', state: words.muted };
  if (party.talking) return { ...common, icon: 'talking', tone: 'calm', state: words.talking };
  return { ...common, icon: 'answered', tone: 'neutral', state: words.listening };
}

/** We ourselves, as the others have us. */
function usView(input: ViewInput, conference: ConferenceSnapshot, held: boolean): PartyView {
  const words = input.text.conference;
  const { muted } = input.snapshot.audio;
  const common = { id: 'us', name: words.us, rawNumber: '', initials: '', focused: false };
  if (held) return { ...common, icon: 'held', tone: 'held', state: words.away };
  if (muted) return { ...common, icon: 'mute', tone: 'error', state: input.text.calls.muted };
  if (conference.weTalk) return { ...common, icon: 'talking', tone: 'calm', state: words.talking };
  return { ...common, icon: 'phone', tone: 'neutral', state: words.listening };
}

function partiesOf(input: ViewInput, conference: ConferenceSnapshot): readonly PartyView[] {
  return conference.parties.flatMap((party) => {
    const call = callOf(input, party);
    return call === undefined ? [] : [partyView(input, party, call)];
  });
}

function softKeysOf(input: ViewInput, front: CallSnapshot, held: boolean): SoftKeys {
  const end = softKey(input, 'end', { do: 'leaveConference' }, 'error');
  const outside = input.snapshot.calls.some((call) => call.state === 'held' && !isParty(input, call));
  const first = held
    ? softKey(input, 'resume', { do: 'resume', call: front.id }, 'calm')
    : softKey(input, 'hold', { do: 'hold', call: front.id });
  if (padOpen(input, front)) return [first, undefined, softKey(input, 'close', { do: 'back' }), end];
  const record = held ? undefined : recordKey(input);
  return placedSoftKeys(
    input,
    [
      first,
      ...(outside ? [softKey(input, 'swap', { do: 'swap' })] : []),
      softKey(input, 'manage', { do: 'open', page: { page: 'conference', focus: 0 } }),
      softKey(input, 'split', { do: 'splitConference' }),
      ...(record === undefined ? [] : [record]),
    ],
    end,
  );
}

/** The dial keys are open, and somebody hears them. */
function padOpen(input: ViewInput, front: CallSnapshot): boolean {
  return keypadOpen(input) && hearsDigits(front);
}

function isParty({ snapshot }: ViewInput, call: CallSnapshot): boolean {
  return snapshot.conference?.parties.some((party) => party.call === call.id) === true;
}

/** The conference that the call belongs to, while it lives. */
export function conferenceOf(input: ViewInput, call: CallSnapshot): ConferenceSnapshot | undefined {
  return isParty(input, call) ? input.snapshot.conference : undefined;
}

/** Up and down choose a party; its keys are heard by it alone. */
function chosenBy(input: ViewInput, front: CallSnapshot, step: 1 | -1): Intent | undefined {
  const live = input.snapshot.calls.filter((call) => call.state !== 'ended');
  const index = live.findIndex(({ id }) => id === front.id);
  const other = live[(index + step + live.length) % live.length];
  return index === -1 || other === undefined || other.id === front.id ? undefined : { do: 'focusCall', call: other.id };
}

export function conferenceView(input: ViewInput, front: CallSnapshot, conference: ConferenceSnapshot): View<ConferenceBody> {
  const { snapshot, text } = input;
  const members = snapshot.calls.filter((call) => isParty(input, call) && call.state !== 'ended');
  const held = !members.some((call) => call.state === 'active');
  const up = chosenBy(input, front, -1);
  const down = chosenBy(input, front, 1);
  const { path } = snapshot.audio;
  const pad = padOpen(input, front);
  const { others, moreText } = otherCards(input, undefined);
  return framed(
    input,
    {
      title: text.conference.title,
      softKeys: softKeysOf(input, front, held),
      keys: {
        ...(up === undefined ? {} : { up, left: up }),
        ...(down === undefined ? {} : { down, right: down }),
        ...(pad ? { back: { do: 'back' } as const } : {}),
      },
      redrawAfterMs: untilNextTick(input, snapshot.calls),
    },
    {
      screen: 'conference',
      id: front.id,
      icon: held ? 'held' : 'conference',
      tone: held ? 'held' : 'calm',
      state: held ? text.calls.held : counted(text.conference.parties, members.length + 1),
      timer: longest(input, members),
      path: path === 'none' ? undefined : { icon: pathIcons[path], text: text.paths[path] },
      ...(hearsDigits(front) && !pad ? { keypad: keypadTile(input) } : {}),
      pad,
      sentDigits: pad ? front.sentDigits : '',
      us: usView(input, conference, held),
      parties: partiesOf(input, conference),
      others: others.filter(({ id }) => !conference.parties.some((party) => party.call === id)),
      moreText,
    },
  );
}

/** Since the first of them was answered. */
function longest(input: ViewInput, members: readonly CallSnapshot[]): string {
  const first = members.toSorted((a, b) => (a.answeredAtMs ?? 0) - (b.answeredAtMs ?? 0))[0];
  return first === undefined ? '' : callCard(input, { ...first, state: 'active' }).timer;
}

/** One row for each party; the first three keys are about the one in focus. */
export function managePageView(input: ViewInput, page: Extract<Page, { page: 'conference' }>): View<RowsBody> {
  const { snapshot, text } = input;
  const parties = snapshot.conference === undefined ? [] : partiesOf(input, snapshot.conference);
  const focus = Math.max(0, Math.min(page.focus, parties.length - 1));
  const chosen = parties[focus];
  const muted = snapshot.conference?.parties.some((party) => party.call === chosen?.id && party.muted) === true;
  const mute: Intent | undefined = chosen && { do: 'togglePartyMute', call: chosen.id };
  const rows = parties.map(
    ({ id, name, icon, tone, state }): RowView => ({
      id,
      text: name,
      detail: state,
      icon,
      tone,
      ...(mute === undefined ? {} : { intent: mute }),
    }),
  );
  return framed(
    input,
    {
      title: text.conference.manage,
      position: `${focus + 1}/${parties.length}`,
      softKeys: [
        mute && softKey(input, muted ? 'unmute' : 'mute', mute),
        chosen && softKey(input, 'drop', { do: 'end', call: chosen.id }, 'error'),
        snapshot.conferenceOffer === undefined ? undefined : softKey(input, 'add', { do: 'conference' }),
        softKey(input, 'back', { do: 'back' }),
      ],
      keys: {
        ...focusKeys({ ...page, focus }, parties.length),
        ...(mute === undefined ? {} : { ok: mute }),
        back: { do: 'back' },
        left: { do: 'back' },
      },
      redrawAfterMs: undefined,
    },
    { screen: 'list', id: 'conference', rows, focus, plain: false, tabs: [], empty: '' },
  );
}
