// The way into the phone for files of all vendors: bytes in, changes and a report out. Nothing is thrown past it.

import { readAudiocodes } from './audiocodes/read-audiocodes.ts';
import { readDialTemplates } from './cisco/dial-templates.ts';
import { readCisco } from './cisco/read-cisco.ts';
import { defaultMaxBytes, type FormatName, type Reading, type ReadOptions, type ReadResult } from './format.ts';
import { openFile } from './open-file.ts';
import { readPoly } from './poly/read-poly.ts';
import { recognize } from './recognize.ts';
import { readSpaText, readSpaXml } from './spa/read-spa.ts';
import { readSpeedDials } from './speed-dial/read-speed-dials.ts';
import { readYealink } from './yealink/read-yealink.ts';

type Reader = (text: string, options: ReadOptions) => Reading | { readonly problem: string; readonly line: number };

const readers: Readonly<Record<FormatName, Reader>> = {
  audiocodes: (text, { keys = {} }) => readAudiocodes(text, keys),
  spa: (text, { spaAliases }) => readSpaXml(text, spaAliases),
  spaText: readSpaText,
  cisco: readCisco,
  dialTemplates: readDialTemplates,
  yealink: readYealink,
  poly: readPoly,
  speedDials: readSpeedDials,
};

/** What is wrong in the file is left out and told of; the rest is taken. A file that is no whole file is refused. */
export function readConfigurationFile(bytes: Uint8Array, options: ReadOptions = {}): ReadResult {
  const opened = openFile(bytes, options.keys ?? {}, options.maxBytes ?? defaultMaxBytes);
  if (!opened.ok) return { ok: false, problem: opened.problem, text: opened.message };
  const format = recognize(opened.text, options);
  if (format === undefined) {
    return { ok: false, problem: 'notRecognised', text: 'The file is of no format that this phone reads.' };
  }
  const read = readers[format](opened.text, options);
  if ('problem' in read) return { ok: false, problem: 'damaged', text: read.problem, line: read.line };
  return { ok: true, ...read };
}
