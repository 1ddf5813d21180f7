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
  const said: Said[] = [];
  for (const profile of elementsOf(xml.root)) {
    if (profile.name === 'flat-profile') said.push(...profile.children.map((element) => saidBy(element.name, element)));
  }
  for (const { name, element } of aliasedElements(xml.root, parseAliasMap(aliases))) said.push(saidBy(name, element));
  return takeProfile('spa', said);
}

/** What a profile says of one name. */
interface Said {
  readonly line: number;
  readonly name: string;
  /** Undefined: what is set stays. */
  readonly text: string | undefined;
  /** What the user may do with it: `na`, `ro` or `rw`. Undefined: nothing is said of it. */
  readonly userAccess: string | undefined;
}

/** `<X/>` leaves what is set, `<X></X>` sets nothing; rights are said by both. */
function saidBy(name: string, { text, selfClosed, line, attributes }: XmlElement): Said {
  return { line, name, text: selfClosed ? undefined : text.replace(/[\r\n]+/g, ' ').trim(), userAccess: attributes.get('ua') };
}

/** Behind a name in the compiler's text (p. 34 there). */
const markedAccess: Readonly<Record<string, UserAccess>> = { '!': 'rw', '?': 'ro', '': 'na' };

/** `Line Enable[1] ! "Yes" ;`: a name as on the web page, `!` or `?` for the user's rights, perhaps a value, a semicolon, perhaps a comment. */
export function parseCompilerLine(line: string): Omit<Said, 'line'> | undefined {
  const found = /^(?<label>[A-Za-z][^=<>:"!?;]*)(?:(?<mark>[!?])\s*)?(?:"(?<text>[^"]*)"\s*)?;/.exec(line.trim());
  const { label = '', mark = '', text } = found?.groups ?? {};
  if (found === null || (text === undefined && mark === '')) return undefined;
  return { name: label.trim().replace(/[ [\]()/]/g, '_'), text: text?.trim(), userAccess: markedAccess[mark] };
}

export function readSpaText(text: string): Reading {
  const said: Said[] = [];
  const taking = new Taking();
  for (const { number, text: line } of linesOf(text)) {
    if (line.startsWith('#')) continue;
    const entry = parseCompilerLine(line);
    if (entry !== undefined) said.push({ line: number, ...entry });
    else taking.remark(number, line, 'badSyntax', 'Expected a name, a value in quotation marks and a semicolon.');
  }
  return takeProfile('spaText', said, taking);
}

function takeProfile(format: FormatName, said: readonly Said[], taking: Taking = new Taking()): Reading {
  const entries = said.flatMap(({ line, name, text }): readonly ImportedEntry[] =>
    text === undefined ? [] : [{ line, name, text }],
  );
  const profile = new Map(entries.map((entry) => [entry.name, entry]));
  for (const entry of entries) {
    laterNames ??= new VendorNames(spaLaterNames);
    if (takeKnown(taking, entry, profile) || takePart(taking, entry, profile) || laterNames.take(taking, entry)) continue;
    unknown(taking, entry);
  }
  takeRights(
    taking,
    said.filter(({ userAccess }) => userAccess !== undefined),
  );
  return taking.done(format);
}

/** What the user may do, where it is not what he may anyway. A file that says nothing of it changes nothing. */
function takeRights(taking: Taking, said: readonly Said[]): void {
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
