// Something that takes its time, at the administrator's wish: how far it is, and what it says line by line.

import type { JobSnapshot } from '../../maintenance.ts';
import { framed, softKey } from './frame.ts';
import type { ProgressBody, RowsBody, SoftKeys, View, ViewInput } from './view.ts';

/** While it runs it can be stopped; later there is the way back. */
function jobKeys(input: ViewInput, job: JobSnapshot | undefined): SoftKeys {
  const running = job?.state === 'running';
  return [
    running ? softKey(input, 'stop', { do: 'cancelJob' }, 'error') : undefined,
    undefined,
    undefined,
    softKey(input, 'back', { do: 'back' }),
  ];
}

function stateWord({ text }: ViewInput, job: JobSnapshot): string {
  return text.jobs[job.state];
}

/** Fetching the configuration: a bar, and its last word. */
function updateView(input: ViewInput, job: JobSnapshot): View<ProgressBody> {
  const failed = job.state === 'failed';
  return framed(
    input,
    { title: input.text.menu.updateNow, softKeys: jobKeys(input, job), keys: { back: { do: 'back' }, left: { do: 'back' } } },
    {
      screen: 'update',
      id: 'job',
      icon: failed ? 'error' : 'update',
      tone: failed ? 'error' : job.state === 'done' ? 'calm' : 'ringing',
      title: stateWord(input, job),
      text: job.lines.at(-1) ?? job.target,
      progress: job.state === 'running' ? job.progress : 1,
    },
  );
}

export function jobView(input: ViewInput, page: { readonly focus: number }): View<ProgressBody | RowsBody> {
  const { job } = input.maintenance;
  const { text } = input;
  if (job?.kind === 'update') return updateView(input, job);
  const lines = job?.lines ?? [];
  // The newest is read unless somebody went back up.
  const focus = job?.state === 'running' ? Math.max(0, lines.length - 1) : Math.min(page.focus, Math.max(0, lines.length - 1));
  const title = job === undefined ? '' : `${text.menu[job.kind === 'ping' ? 'ping' : 'traceroute']}: ${stateWord(input, job)}`;
  const step = (by: number): number => Math.min(Math.max(0, lines.length - 1), Math.max(0, focus + by));
  return framed(
    input,
    {
      title,
      position: lines.length === 0 ? '' : `${focus + 1}/${lines.length}`,
      softKeys: jobKeys(input, job),
      keys: {
        up: { do: 'focus', index: step(-1) },
        down: { do: 'focus', index: step(1) },
        back: { do: 'back' },
        left: { do: 'back' },
      },
    },
    {
      screen: 'list',
      id: 'job',
      rows: lines.map((line, index) => ({ id: String(index), text: line, detail: '' })),
      focus,
      plain: true,
      tabs: [],
      empty: job === undefined ? '' : job.target,
    },
  );
}
