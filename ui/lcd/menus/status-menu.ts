// What can be read about the phone.

import type { IconName } from '../icons/icon-names.ts';
import type { LinkEntry, SubMenu } from './entry.ts';

function page(id: 'notices' | 'network' | 'statistics' | 'system', word: LinkEntry['word'], icon: IconName): LinkEntry {
  return { kind: 'link', id, word, icon, intent: () => ({ do: 'open', page: { page: id, focus: 0 } }) };
}

export const statusMenu: SubMenu = {
  kind: 'menu',
  id: 'status',
  word: (text) => text.menu.status,
  icon: 'information',
  entries: [
    {
      kind: 'link',
      id: 'overview',
      word: (text) => text.menu.overview,
      icon: 'information',
      intent: () => ({ do: 'open', page: { page: 'status', focus: 0 } }),
    },
    page('notices', (text) => text.notice.list, 'warning'),
    page('network', (text) => text.menu.network, 'network'),
    page('statistics', (text) => text.menu.statistics, 'list'),
    page('system', (text) => text.menu.system, 'settings'),
    {
      kind: 'link',
      id: 'about',
      word: (text) => text.menu.about,
      icon: 'about',
      intent: () => ({ do: 'open', page: { page: 'about', focus: 0 } }),
    },
  ],
};
