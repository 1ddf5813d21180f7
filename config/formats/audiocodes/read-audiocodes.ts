// Reads the configuration file of the AudioCodes phones, which is ours too: `path=value`, one a line. Manual §2.2, §3.5.2.

import { findParameter, parameters } from '../../schema.ts';
import { linesOf } from '../decode-text.ts';
import { openValue } from '../encryption/value.ts';
import type { FileKeys, Reading } from '../format.ts';
import { Taking } from '../taking.ts';
import { unquoted } from './quoting.ts';

/** Other ways in which the manual itself writes paths of ours. */
function otherNames(): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { path, declaration } of parameters()) {
    for (const alias of [declaration.aliases?.audiocodes ?? []].flat()) names.set(alias, path);
    // §3.6.1 writes the end of summer time in this way, its beginning in the other.
    if (path.startsWith('system/daylight_saving/')) names.set(path.replace('system/', 'system/ntp/'), path);
  }
  return names;
}

let knownNames: ReadonlyMap<string, string> | undefined;

/** `/network/lan/...` stands in the manual's tables 3-46 and 3-19. */
function pathOf(name: string): string | undefined {
  const path = name.startsWith('/') ? name.slice(1) : name;
  if (findParameter(path) !== undefined) return path;
  knownNames ??= otherNames();
  return knownNames.get(path);
}

export function readAudiocodes(text: string, keys: FileKeys): Reading {
  const taking = new Taking();
  for (const { number, text: line } of linesOf(text)) {
    if (line.startsWith('#') || line.startsWith(';')) continue;
    const equals = line.indexOf('=');
    if (equals <= 0) {
      taking.remark(number, line, 'badSyntax', 'Expected a parameter, an equals sign and a value.');
      continue;
    }
    readEntry(taking, number, line.slice(0, equals).trim(), line.slice(equals + 1).trim(), keys);
  }
  return taking.done('audiocodes');
}

function readEntry(taking: Taking, line: number, name: string, written: string, keys: FileKeys): void {
  const path = pathOf(name);
  const declaration = path === undefined ? undefined : findParameter(path)?.declaration;
  const sealed = /^\{"([^"]*)"\}$/.exec(written)?.[1];
  if (path === undefined || declaration === undefined) {
    taking.unknown(line, name);
  } else if (written === '' || (written === 'NULL' && /_(uri|url)$/.test(path))) {
    // Nothing after the sign: as from the factory, or as inherited. So it is with NULL, which the manual writes for addresses.
    taking.reset(line, name, path);
  } else if (sealed !== undefined) {
    readSealed(taking, line, name, path, sealed, keys);
  } else if (declaration.secret === true && /^\*+$/.test(written)) {
    taking.remark(line, name, 'notApplicable', 'Stars stand for a secret that was not written; it stays as it is.');
  } else {
    taking.take(line, name, path, unquoted(written));
  }
}

function readSealed(taking: Taking, line: number, name: string, path: string, sealed: string, keys: FileKeys): void {
  if (findParameter(path)?.declaration.secret !== true) {
    // It would be shown: whoever can change a file could move a password into a label.
    taking.remark(line, name, 'notApplicable', 'Only secrets may be encrypted; this parameter is shown to everybody.');
    return;
  }
  const opened = openValue(sealed, keys);
  if (opened === undefined) taking.remark(line, name, 'unreadableSecret', 'No key of this phone opens the encrypted value.');
  else taking.take(line, name, path, opened);
}
