// Whether the administrator stands before the screen, who may do everything.

import type { SettingsReader } from '../../settings.ts';
import type { Navigation } from '../navigation.ts';
import type { Access } from '../rights.ts';
import { findMenu } from './find.ts';

/** The administrator's menus are open, or the password was given a moment ago. */
function administers({ pages, adminUntilMs }: Navigation, nowMs: number): boolean {
  return adminUntilMs > nowMs || pages.some((page) => page.page === 'menu' && findMenu(page.at ?? '')?.admin === true);
}

/** What whoever is there may do now. */
export function accessAt(settings: SettingsReader, navigation: Navigation, nowMs: number): Access {
  const administrator = administers(navigation, nowMs);
  return (path) => (administrator ? 'rw' : settings.userAccess(path));
}
