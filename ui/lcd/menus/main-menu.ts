// The menu tree from its root. A new entry stands in one of the files beside this one.

import { qualityRow } from '../screens/quality-view.ts';
import { administrationMenu } from './administration-menu.ts';
import type { SubMenu } from './entry.ts';
import { featuresMenu } from './features-menu.ts';
import { settingsMenu } from './settings-menu.ts';
import { statusMenu } from './status-menu.ts';

export const mainMenu: SubMenu = {
  kind: 'menu',
  id: 'main',
  word: (text) => text.menu.title,
  entries: [
    {
      kind: 'link',
      id: 'quality',
      word: (text) => text.quality.title,
      icon: 'talking',
      shown: (input) => qualityRow(input) !== undefined,
      intent: (input) => qualityRow(input)?.intent ?? { do: 'back' },
      detail: (input) => qualityRow(input)?.detail ?? '',
    },
    { kind: 'link', id: 'callLog', word: (text) => text.menu.callLog, icon: 'list', intent: () => ({ do: 'openCallLog' }) },
    {
      kind: 'link',
      id: 'directory',
      word: (text) => text.menu.directory,
      icon: 'contact',
      intent: () => ({ do: 'openDirectory' }),
    },
    featuresMenu,
    settingsMenu,
    statusMenu,
    administrationMenu,
    {
      // For boards without a key for it, when nothing new waits there. Last: the digits that choose the others do not depend on it.
      kind: 'link',
      id: 'voiceMail',
      word: (text) => text.keys.events.voiceMail,
      icon: 'message',
      shown: ({ settings }) => settings.value('voip/services/msg_waiting_ind/voice_mail_number') !== '',
      intent: () => ({ do: 'callVoiceMail' }),
      detail: ({ snapshot }) => {
        const waiting = snapshot.lines.reduce((sum, line) => sum + line.newMessages, 0);
        return waiting === 0 ? '' : String(waiting);
      },
    },
  ],
};
