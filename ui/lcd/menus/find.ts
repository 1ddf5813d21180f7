// Finds a menu of the tree by where it is (`administration/lines/2/account`), and who of its entries shows.

import type { Declaration } from '#config/declaration';
import { findParameter } from '#config/schema';
import type { UserAccess } from '../../settings.ts';
import { mostAccess } from '../rights.ts';
import { hiddenMenus } from '../screen-settings.ts';
import { usedLines } from '../screens/frame.ts';
import type { ViewInput } from '../screens/view.ts';
import type { Entry, LineMenus, ParameterEntry, SubMenu } from './entry.ts';
import { mainMenu } from './main-menu.ts';

/** A menu at a place in the tree. Within the menus of a line `line` is its index. */
export interface FoundMenu {
  readonly at: string;
  readonly menu: SubMenu | LineMenus;
  readonly line: number | undefined;
  /** Some menu on the way asks for the administrator's password. */
  readonly admin: boolean;
}

/** The place of an entry of this menu. */
export function placeOf(at: string, id: string): string {
  return at === '' ? id : `${at}/${id}`;
}

function stepInto(from: FoundMenu, id: string): FoundMenu | undefined {
  const at = placeOf(from.at, id);
  if (from.menu.kind === 'lines' && from.line === undefined) {
    const line = Number(id) - 1;
    return Number.isInteger(line) && line >= 0 ? { ...from, at, line } : undefined;
  }
  const entry = from.menu.entries.find((each) => each.id === id);
  if (entry?.kind !== 'menu' && entry?.kind !== 'lines') return undefined;
  const admin = from.admin || (entry.kind === 'menu' && entry.admin === true);
  return { at, menu: entry, line: from.line, admin };
}

/** Undefined for a place that there is not. */
export function findMenu(at: string): FoundMenu | undefined {
  const root: FoundMenu = { at: '', menu: mainMenu, line: undefined, admin: false };
  return at === '' ? root : at.split('/').reduce<FoundMenu | undefined>((menu, id) => menu && stepInto(menu, id), root);
}

/** The parameter's path with the line filled in. */
export function filledPath(path: string, line: number | undefined): string {
  return line === undefined ? path : path.replace('/N/', `/${line}/`);
}

/** What may be done with what is behind the entry. Where it is no setting: everything. */
export function entryAccess(input: ViewInput, entry: Entry, line: number | undefined): UserAccess {
  if (entry.kind === 'parameter') return input.access(filledPath(entry.path, line));
  if (entry.kind === 'menu' || entry.kind === 'lines' || entry.changes === undefined) return 'rw';
  return mostAccess(input.access, entry.changes(input));
}

/** Whether the entry shows now: it has something that may be seen, nothing speaks against it, and a menu has something in it. */
export function isShown(input: ViewInput, entry: Entry, at: string, line: number | undefined): boolean {
  const place = placeOf(at, entry.id);
  if (entry.shown?.(input) === false || hiddenMenus(input.settings).includes(place)) return false;
  if (entry.kind === 'parameter' && findParameter(filledPath(entry.path, line)) === undefined) return false;
  if (entry.kind === 'menu') {
    // Behind the password is somebody who may do everything.
    const within: ViewInput = entry.admin === true ? { ...input, access: () => 'rw' } : input;
    return entry.entries.some((each) => isShown(within, each, place, line));
  }
  if (entry.kind === 'lines') return input.snapshot.lines.length > 0 || usedLines(input.snapshot).length > 0;
  return entryAccess(input, entry, line) !== 'na';
}

/** A parameter's entry by its place, its path filled in. */
export interface FoundParameter {
  readonly entry: ParameterEntry;
  readonly path: string;
  readonly declaration: Declaration;
}

/** What a choice offers. */
export function valuesOf({ declaration, entry }: FoundParameter): readonly (string | number)[] {
  const declared: readonly (string | number)[] = declaration.type === 'boolean' ? [] : (declaration.enum ?? []);
  return [...declared, ...(entry.moreValues?.() ?? [])];
}

export function findParameterEntry(place: string): FoundParameter | undefined {
  const end = place.lastIndexOf('/');
  const found = findMenu(place.slice(0, Math.max(0, end)));
  const entry = found?.menu.entries.find(({ id }) => id === place.slice(end + 1));
  if (entry?.kind !== 'parameter') return undefined;
  const path = filledPath(entry.path, found?.line);
  const declaration = findParameter(path)?.declaration;
  return declaration === undefined ? undefined : { entry, path, declaration };
}

function wordAmong(input: ViewInput, entries: readonly Entry[], path: string): string | undefined {
  for (const entry of entries) {
    const within = entry.kind === 'menu' || entry.kind === 'lines';
    const word = within ? wordAmong(input, entry.entries, path) : entry.word(input.text);
    const own = entry.kind === 'parameter' ? [entry.path] : within ? [path] : (entry.changes?.(input) ?? []);
    if (word !== undefined && own.includes(path)) return word;
  }
  return undefined;
}

/** What the menus call the setting; undefined: it is in none of them. */
export function wordOfSetting(input: ViewInput, path: string): string | undefined {
  return wordAmong(input, mainMenu.entries, path.replace(/\/line\/\d+\//, '/line/N/'));
}
