// What happens to calls: do not disturb, forwarding, waiting calls, anonymity, answering by itself.

import { settingPaths } from '../../setting-paths.ts';
import type { SubMenu } from './entry.ts';

export const featuresMenu: SubMenu = {
  kind: 'menu',
  id: 'features',
  word: (text) => text.menu.features,
  icon: 'features',
  entries: [
    {
      kind: 'switch',
      id: 'doNotDisturb',
      word: (text) => text.menu.doNotDisturb,
      icon: 'dnd',
      on: ({ snapshot }) => snapshot.doNotDisturb,
      intent: { do: 'toggleDoNotDisturb' },
      changes: settingPaths.doNotDisturb,
    },
    {
      kind: 'link',
      id: 'forwarding',
      word: (text) => text.menu.forwarding,
      icon: 'forward',
      intent: () => ({ do: 'open', page: { page: 'forwarding', focus: 0 } }),
      detail: ({ snapshot, text }) => (Object.values(snapshot.forwarding).some(({ on }) => on) ? text.menu.on : text.menu.off),
      changes: () => (['always', 'busy', 'noAnswer'] as const).flatMap(settingPaths.forwarding),
    },
    {
      kind: 'parameter',
      id: 'callWaiting',
      word: (text) => text.menu.callWaiting,
      icon: 'waiting',
      path: 'voip/services/call_waiting/enabled',
    },
    {
      kind: 'parameter',
      id: 'callWaitingTone',
      word: (text) => text.menu.callWaitingTone,
      icon: 'volume',
      path: 'voip/services/call_waiting/generate_tone/enabled',
    },
    {
      kind: 'switch',
      id: 'hideNumber',
      word: (text) => text.menu.hideNumber,
      icon: 'hidden',
      on: ({ snapshot }) => snapshot.hideNumber,
      intent: { do: 'toggleHideNumber' },
      changes: settingPaths.hideNumber,
    },
    {
      kind: 'parameter',
      id: 'rejectAnonymous',
      word: (text) => text.menu.rejectAnonymous,
      icon: 'rejected',
      path: 'voip/services/anonymous_call_rejection/enabled',
    },
    {
      kind: 'parameter',
      id: 'autoAnswer',
      word: (text) => text.menu.autoAnswer,
      icon: 'answered',
      path: 'voip/auto_answer/enabled',
    },
    {
      kind: 'parameter',
      id: 'autoAnswerMuted',
      word: (text) => text.menu.autoAnswerMuted,
      icon: 'mute',
      path: 'voip/auto_answer/mute/enabled',
    },
    {
      kind: 'link',
      id: 'speedDials',
      word: (text) => text.menu.speedDials,
      icon: 'dialed',
      intent: () => ({ do: 'open', page: { page: 'speedDials', focus: 0 } }),
    },
    {
      kind: 'link',
      id: 'recordings',
      word: (text) => text.recordings.title,
      icon: 'record',
      shown: ({ snapshot }) => snapshot.recordsCalls || snapshot.recordings.calls.length > 0,
      intent: () => ({ do: 'open', page: { page: 'recordings', focus: 0 } }),
    },
    {
      kind: 'link',
      id: 'blocked',
      word: (text) => text.menu.blocked,
      icon: 'rejected',
      intent: () => ({ do: 'open', page: { page: 'blocked', focus: 0 } }),
    },
  ],
};
