// Reads a profile of the SPA phones: `<flat-profile><Line_Enable_1_ ua="na">Yes</Line_Enable_1_>…`, or the text that their compiler takes.
// SPA provisioning guide p. 28-44.

import type { Owner } from '../../declaration.ts';
import { findParameter } from '../../schema.ts';
import { readUserAccess, type UserAccess } from '../../user-rights.ts';
import { type AliasTarget, aliasNames } from '../alias-names.ts';
import { linesOf } from '../decode-text.ts';
import type { FormatName, Reading } from '../format.ts';
import { type ImportedEntry, takeEntry } from '../imported-entry.ts';
import { Taking } from '../taking.ts';
import { VendorNames } from '../vendor-names.ts';
import { elementsOf, readXml, type XmlElement } from '../xml/read-xml.ts';
import { aliasedElements, parseAliasMap } from './alias-map.ts';
import { spaLaterNames } from './spa-later-names.ts';
import { takePart } from './spa-parts.ts';
import { spaWords } from './spa-words.ts';

let knownNames: ReadonlyMap<string, AliasTarget> | undefined;
let laterNames: VendorNames | undefined;

/** `aliases`: the map that the rule's `--alias` names. */
export function readSpaXml(text: string, aliases = ''): Reading | { readonly problem: string; readonly line: number } {
  const xml = readXml(text);
  if (!xml.ok) return { problem: xml.problem, line: xml.line };
  const entries: ImportedEntry[] = [];
  for (const profile of elementsOf(xml.root)) {
    if (profile.name === 'flat-profile') entries.push(...profile.children.flatMap((element) => entryOf(element.name, element)));
  }
  for (const { name, element } of aliasedElements(xml.root, parseAliasMap(aliases))) entries.push(...entryOf(name, element));
  return takeProfile('spa', entries);
}

/** `<X/>` leaves what is set, `<X></X>` sets nothing. */
function entryOf(name: string, { text, selfClosed, line, attributes }: XmlElement): readonly ImportedEntry[] {
  return selfClosed ? [] : [{ line, name, text: text.replace(/[\r\n]+/g, ' ').trim(), userAccess: attributes.get('ua') }];
}

interface CompilerEntry {
  readonly name: string;
  readonly text: string;
}

/** `Line Enable[1] "Yes" ;`: a name as on the web page, `!` or `?` for the user's rights, the value, a semicolon, perhaps a comment. */
export function parseCompilerLine(line: string): CompilerEntry | undefined {
  const first = line.indexOf('"');
  const last = line.indexOf('"', first + 1);
  if (first <= 0 || last < 0) return undefined;
  const head = line.slice(0, first).trim();
  const label = /[!?]$/.test(head) ? head.slice(0, -1).trim() : head;
  const tail = line.slice(last + 1).trim();
  if (!tail.startsWith(';') || !/^[A-Za-z]/.test(label) || /[=<>:]/.test(label)) return undefined;
  return { name: label.replace(/[ [\]()/]/g, '_'), text: line.slice(first + 1, last).trim() };
}

export function readSpaText(text: string): Reading {
  const entries: ImportedEntry[] = [];
  const taking = new Taking();
  for (const { number, text: line } of linesOf(text)) {
    if (line.startsWith('#')) continue;
    const entry = parseCompilerLine(line);
    if (entry !== undefined) entries.push({ line: number, ...entry });
    else taking.remark(number, line, 'badSyntax', 'Expected a name, a value in quotation marks and a semicolon.');
  }
  return takeProfile('spaText', entries, taking);
}

function takeProfile(format: FormatName, entries: readonly ImportedEntry[], taking: Taking = new Taking()): Reading {
  const profile = new Map(entries.map((entry) => [entry.name, entry]));
  for (const entry of entries) {
    laterNames ??= new VendorNames(spaLaterNames);
    if (takeKnown(taking, entry, profile) || takePart(taking, entry, profile) || laterNames.take(taking, entry)) continue;
    unknown(taking, entry);
  }
  takeRights(taking, entries);
  return taking.done(format);
}

/** What the user may do, where it is not what he may anyway. A file that says nothing of it changes nothing. */
function takeRights(taking: Taking, entries: readonly ImportedEntry[]): void {
  const said = entries.filter(({ userAccess }) => userAccess !== undefined);
  const [first] = said;
  if (first === undefined) return;
  const rights = new Map<string, UserAccess>();
  for (const { line, name, userAccess } of said) {
    const access = readUserAccess(userAccess?.trim().toLowerCase());
    const target = knownNames?.get(name);
    if (access === undefined) taking.remark(line, name, 'badSyntax', 'Expected na, ro or rw for ua.');
    else if (target?.further === false) for (const { path } of target.parameters) rights.set(path, access);
  }
  const unusual = [...rights].filter(([path, access]) => findParameter(path)?.declaration.owner !== usualOwner[access]);
  const text = unusual.map(([path, access]) => `${path}=${access}`).join(' ');
  taking.take(first.line, 'ua', 'system/user_rights', text);
}

/** Of a setting with these rights; seeing without changing is nobody's usual. */
const usualOwner: Readonly<Record<UserAccess, Owner | undefined>> = { na: 'admin', ro: undefined, rw: 'user' };

function takeKnown(taking: Taking, entry: ImportedEntry, profile: ReadonlyMap<string, ImportedEntry>): boolean {
  knownNames ??= aliasNames('spa');
  const target = knownNames.get(entry.name);
  if (target === undefined) return false;
  if (!target.further) for (const parameter of target.parameters) takeEntry(taking, entry, parameter, spaWords);
  else if (profile.get(entry.name.replace(/_\d+_/, '_1_'))?.text !== entry.text) {
    taking.remark(entry.line, entry.name, 'notApplicable', 'This phone has one for all lines; that of the first counts.');
  }
  return true;
}

function unknown(taking: Taking, { line, name }: ImportedEntry): void {
  const first = name.replace(/_\d+_(?=_?$)/, '_1_');
  if (first !== name && knownNames?.has(first) === true) {
    taking.remark(line, name, 'notApplicable', 'This phone does not have so many lines or keys.');
  } else taking.unknown(line, name);
}
