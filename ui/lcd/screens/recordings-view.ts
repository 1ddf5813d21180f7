// The recorded calls: listened to and deleted; and the question before that.

import type { RecordedCall } from '../../recordings-snapshot.ts';
import { duration, shortMoment, shownName } from '../../text/format.ts';
import { filled } from '../../text/strings.ts';
import type { Intent } from '../intents.ts';
import type { RecordingsPage } from '../navigation.ts';
import { shownNumber } from '../shown-number.ts';
import { focusKeys } from './focus-keys.ts';
import { framed, placedSoftKeys, softKey } from './frame.ts';
import { partOf } from './long-list.ts';
import type { NoticeBody, RowsBody, RowView, View, ViewInput } from './view.ts';

function partyText(input: ViewInput, { remote }: RecordedCall): string {
  return shownName(remote.name) || shownNumber(input, shownName(remote.number)) || input.text.calls.unknown;
}

function listenIntent({ snapshot }: ViewInput, { id }: RecordedCall): Intent {
  return snapshot.recordings.playing === id ? { do: 'stopPlaying' } : { do: 'playRecording', recording: id };
}

function rowOf(input: ViewInput, call: RecordedCall): RowView {
  const playing = input.snapshot.recordings.playing === call.id;
  const when = shortMoment(call.atMs, true, input.wall, input.text);
  return {
    id: call.id,
    text: partyText(input, call),
    // A narrow screen has room for one of the two.
    detail: input.shortWords ? when : `${when}  ${duration(call.durationMs)}`,
    icon: playing ? 'talking' : 'record',
    tone: playing ? 'calm' : 'neutral',
    ...(playing ? { state: 'playing' } : {}),
    intent: listenIntent(input, call),
  };
}

export function recordingsView(input: ViewInput, page: RecordingsPage): View<RowsBody> {
  const words = input.text.recordings;
  const { calls, playing } = input.snapshot.recordings;
  const focus = Math.min(page.focus, Math.max(0, calls.length - 1));
  const { rows, window } = partOf(calls, focus, (call) => rowOf(input, call));
  const call = calls[focus];
  const listen = call && listenIntent(input, call);
  return framed(
    input,
    {
      title: words.title,
      position: calls.length === 0 ? '' : `${focus + 1}/${calls.length}`,
      softKeys: placedSoftKeys(
        input,
        call === undefined || listen === undefined
          ? []
          : [
              softKey(input, playing === call.id ? 'stop' : 'listen', listen, 'calm'),
              softKey(input, 'delete', { do: 'open', page: { page: 'deleteRecording', recording: call.id, focus: 0 } }),
            ],
        softKey(input, 'back', { do: 'back' }),
      ),
      keys: {
        ...focusKeys({ ...page, focus }, calls.length),
        back: { do: 'back' },
        left: { do: 'back' },
        ...(listen === undefined ? {} : { ok: listen }),
      },
    },
    { screen: 'list', id: 'recordings', rows, window, focus, plain: false, tabs: [], empty: words.empty },
  );
}

export function deleteRecordingView(input: ViewInput, recording: string): View<NoticeBody> {
  const words = input.text.recordings;
  const call = input.snapshot.recordings.calls.find(({ id }) => id === recording);
  const name = call === undefined ? '' : partyText(input, call);
  return framed(
    input,
    {
      title: words.delete,
      softKeys: [
        softKey(input, 'delete', { do: 'deleteRecording', recording }, 'error'),
        undefined,
        undefined,
        softKey(input, 'cancel', { do: 'back' }),
      ],
      keys: { back: { do: 'back' } },
    },
    {
      screen: 'notice',
      id: 'deleteRecording',
      icon: 'warning',
      tone: 'held',
      title: words.delete,
      text: filled(words.question, { name }),
    },
  );
}
