// What can be read about the phone.

import type { SubMenu } from './entry.ts';

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
    {
      kind: 'link',
      id: 'about',
      word: (text) => text.menu.about,
      icon: 'about',
      intent: () => ({ do: 'open', page: { page: 'about', focus: 0 } }),
    },
  ],
};
