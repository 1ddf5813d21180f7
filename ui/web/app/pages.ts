// The pages beside those of parameters: what is shown and done there is in a file of its own each.

import type { ComponentType } from 'preact';
import type { LiveState } from './live.ts';
import { CallLogPage } from './status/call-log-page.tsx';
import { CallQualityPage } from './status/call-quality-page.tsx';
import { SystemPage } from './status/system-page.tsx';

export interface PageProps {
  readonly live: LiveState;
}

export interface PageEntry {
  readonly id: string;
  readonly title: string;
  readonly adminOnly?: true;
  readonly view: ComponentType<PageProps>;
}

export const statusPages: readonly PageEntry[] = [
  { id: 'status/system', title: 'System', view: SystemPage },
  { id: 'status/calls', title: 'Calls and Quality', view: CallQualityPage },
  { id: 'status/history', title: 'Call History', view: CallLogPage },
];

export const toolPages: readonly PageEntry[] = [];
