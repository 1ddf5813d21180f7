// Which vendor's file it is, by what stands in it: names of files lie, and servers rarely say a type.

import { linesOf } from './decode-text.ts';
import type { FormatName, ReadOptions } from './format.ts';
import { parseCompilerLine } from './spa/read-spa.ts';

/** Lines that are looked at: comments and names of sections may stand before the first that tells. */
const mostLines = 2000;

/** Undefined for what none of the readers knows. */
export function recognize(text: string, options: ReadOptions): FormatName | undefined {
  if (text.trimStart().startsWith('<')) return recognizeXml(text, options);
  let looked = 0;
  for (const { text: line } of linesOf(text)) {
    if (++looked > mostLines) break;
    if (line.startsWith('#') || line.startsWith(';')) continue;
    if (/^\/?[A-Za-z_]\w*(\/[\w.-]+)+\s*=/.test(line) || line.startsWith('AllowCallsInLockState')) return 'audiocodes';
    if (parseCompilerLine(line) !== undefined) return 'spaText';
  }
  return undefined;
}

function recognizeXml(text: string, { spaAliases }: ReadOptions): FormatName | undefined {
  if (text.includes('<flat-profile') || spaAliases !== undefined) return 'spa';
  return undefined;
}
