// How a line without a call looks: its registration as icon, tone and word.

import type { LineSnapshot } from '../../line-snapshot.ts';
import { said } from '../../text/said.ts';
import type { LineView, ViewInput } from './view.ts';

export function idleLine(input: ViewInput, line: LineSnapshot): LineView {
  const { status } = input.text;
  const common = { index: line.index, label: line.label, intent: { do: 'pressLine', line: line.index } as const };
  switch (line.registration.state) {
    case 'registered':
      if (line.registration.server === 'backup') return { ...common, icon: 'warning', tone: 'held', state: status.backup };
      return { ...common, icon: 'phone', tone: 'calm', state: status.registered };
    case 'failed':
      return { ...common, icon: 'offline', tone: 'held', state: said(input.text, line.registration.reason) };
    case 'registering':
      return { ...common, icon: 'clock', tone: 'neutral', state: status.registering };
    case 'off':
      return { ...common, icon: 'phone', tone: 'neutral', state: status.off };
  }
}
