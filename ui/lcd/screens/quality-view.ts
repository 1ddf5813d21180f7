// Call quality: how a call sounds, in a word and in numbers.

import type { CallQuality, QualityGrade } from '../../call-quality.ts';
import type { CallSnapshot } from '../../phone.ts';
import { filled } from '../../text/strings.ts';
import type { IconName } from '../icons/icon-names.ts';
import type { Intent } from '../intents.ts';
import type { QualityPage } from '../navigation.ts';
import type { Tone } from '../themes/palette.ts';
import { focusKeys } from './focus-keys.ts';
import { framed, saveKey, softKey } from './frame.ts';
import { frontCall } from './front-call.ts';
import type { RowsBody, RowView, View, ViewInput } from './view.ts';

const looks: Readonly<Record<QualityGrade, { readonly icon: IconName; readonly tone: Tone }>> = {
  good: { icon: 'check', tone: 'calm' },
  fair: { icon: 'warning', tone: 'held' },
  poor: { icon: 'warning', tone: 'error' },
};

export function openQuality({ id }: CallSnapshot): Intent {
  return { do: 'open', page: { page: 'quality', call: id, focus: 0 } };
}

/** In the menu, while there is a call. */
export function qualityRow({ snapshot, text }: ViewInput): RowView | undefined {
  const front = frontCall(snapshot);
  if (front === undefined || (front.state !== 'active' && front.state !== 'held')) return undefined;
  const grade = snapshot.qualities.find((quality) => quality.call === front.id)?.grade;
  const detail = grade === undefined ? '' : text.quality[grade];
  return { id: 'quality', text: text.quality.title, detail, icon: 'answered', intent: openQuality(front), leads: true };
}

export function qualityView(input: ViewInput, page: QualityPage): View<RowsBody> {
  const rows = rowsOf(input, page.call);
  const call = input.snapshot.calls.find(({ id }) => id === page.call);
  const focus = Math.max(0, Math.min(page.focus, rows.length - 1));
  return framed(
    input,
    {
      title: input.text.quality.title,
      position: `${focus + 1}/${rows.length}`,
      softKeys: [
        call === undefined ? undefined : saveKey(input, call),
        undefined,
        undefined,
        softKey(input, 'back', { do: 'back' }),
      ],
      keys: { ...focusKeys({ ...page, focus }, rows.length), back: { do: 'back' }, left: { do: 'back' } },
    },
    { screen: 'list', id: 'quality', rows, focus, plain: true, tabs: [], empty: '' },
  );
}

function rowsOf(input: ViewInput, id: string): readonly RowView[] {
  const { snapshot, text } = input;
  const words = text.quality;
  const call = snapshot.calls.find((each) => each.id === id);
  const quality = snapshot.qualities.find((each) => each.call === id);
  const codec = { id: 'codec', text: words.codec, detail: call?.codec ?? words.unknown };
  if (quality === undefined) return [{ id: 'grade', text: words.grade, detail: words.measuring }, codec];
  const fact = (row: string, label: string, detail: string): RowView => ({ id: row, text: label, detail });
  return [
    gradeRow(input, quality),
    fact('score', words.score, quality.score?.toFixed(1) ?? words.unknown),
    fact('rating', words.rating, quality.rating?.toFixed(0) ?? words.unknown),
    codec,
    fact('loss', words.loss, percent(input, quality.lossShare)),
    fact('late', words.late, percent(input, quality.lateShare)),
    fact('jitter', words.jitter, milliseconds(input, quality.jitterMs)),
    fact('roundTrip', words.roundTrip, milliseconds(input, quality.roundTripMs)),
    fact('buffer', words.buffer, milliseconds(input, quality.bufferMs)),
    fact('remoteLoss', words.remoteLoss, percent(input, quality.remoteLossShare)),
    ...(quality.remoteScore === undefined ? [] : [fact('remoteScore', words.remoteScore, quality.remoteScore.toFixed(1))]),
    fact('received', words.received, filled(words.packets, { n: `${quality.packetsReceived}` })),
    fact('sent', words.sent, filled(words.packets, { n: `${quality.packetsSent}` })),
  ];
}

function gradeRow({ text: { quality: words } }: ViewInput, { grade }: CallQuality): RowView {
  if (grade === undefined) return { id: 'grade', text: words.grade, detail: words.measuring };
  return { id: 'grade', text: words.grade, detail: words[grade], ...looks[grade], heading: true, state: grade };
}

function percent({ text }: ViewInput, share: number | undefined): string {
  return share === undefined ? text.quality.unknown : filled(text.quality.percent, { n: (share * 100).toFixed(1) });
}

function milliseconds({ text }: ViewInput, ms: number | undefined): string {
  return ms === undefined ? text.quality.unknown : filled(text.quality.milliseconds, { n: ms.toFixed(0) });
}
