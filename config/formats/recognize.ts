// Which vendor's file it is, by what stands in it: names of files lie, and servers rarely say a type.

import { isCiscoLine } from './cisco/read-cisco.ts';
import { linesOf } from './decode-text.ts';
import type { FormatName, ReadOptions } from './format.ts';
import { parseCompilerLine } from './spa/read-spa.ts';
import { isSpeedDialLine } from './speed-dial/read-speed-dials.ts';
import { parseYealinkLine } from './yealink/read-yealink.ts';

/** Lines that are looked at: comments and names of sections may stand before the first that tells. */
const mostLines = 2000;

/** Undefined for what none of the readers knows. */
export function recognize(text: string, options: ReadOptions): FormatName | undefined {
  if (text.trimStart().startsWith('<')) return recognizeXml(text, options);
  let looked = 0;
  for (const { text: line } of linesOf(text)) {
    if (++looked > mostLines) break;
    if (/^#!version:/.test(line)) return 'yealink';
    if (line.startsWith('#') || line.startsWith(';')) continue;
    const format = formatOfLine(line);
    if (format !== undefined) return format;
  }
  return undefined;
}

function formatOfLine(line: string): FormatName | undefined {
  if (/^\/?[A-Za-z_]\w*(\/[\w.-]+)+\s*=/.test(line.slice(0, 200)) || line.startsWith('AllowCallsInLockState'))
    return 'audiocodes';
  if (parseYealinkLine(line) !== undefined) return 'yealink';
  if (parseCompilerLine(line) !== undefined) return 'spaText';
  if (isSpeedDialLine(line)) return 'speedDials';
  return isCiscoLine(line) ? 'cisco' : undefined;
}

function recognizeXml(text: string, { spaAliases }: ReadOptions): FormatName | undefined {
  if (text.includes('<flat-profile')) return 'spa';
  // Poly names its parameters by attributes with dots; an element of its files is a dialplan, too.
  if (/\s[A-Za-z]\w*\.[\w.-]+\s?=\s?"/.test(text) || /<APPLICATION\s/.test(text)) return 'poly';
  if (/<DIALTEMPLATE[\s/>]/i.test(text) || /<dialplan[\s/>]/.test(text)) return 'dialTemplates';
  return spaAliases === undefined ? undefined : 'spa';
}
