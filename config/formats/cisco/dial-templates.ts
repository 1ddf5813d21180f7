// dialplan.xml of the Cisco phones: `<TEMPLATE MATCH="9,011*" Timeout="6" User="Phone" Rewrite="..."/>`. Administrator guide p. 3-22.
// Kept as one parameter in a form of its own, for the dial plan.

import type { Reading } from '../format.ts';
import { Taking } from '../taking.ts';
import { elementsOf, readXml, type XmlElement } from '../xml/read-xml.ts';

export interface DialTemplate {
  /** `.` is any digit, `*` one or more, `,` a second dial tone, `\*` the star key. */
  readonly match: string;
  /** Until it is dialled; 0 is at once. */
  readonly timeoutS: number;
  readonly user: 'phone' | 'ip' | undefined;
  readonly rewrite: string | undefined;
  readonly route: 'default' | 'emergency' | 'fqdn' | undefined;
  /** One for each comma. */
  readonly tones: readonly string[];
}

export const dialTemplatesPath = 'voip/dialing/templates';

const mostTemplates = 200;
const mostTones = 3;

export function readDialTemplates(text: string): Reading | { readonly problem: string; readonly line: number } {
  const xml = readXml(text);
  if (!xml.ok) return { problem: xml.problem, line: xml.line };
  const taking = new Taking();
  const templates: DialTemplate[] = [];
  for (const element of elementsOf(xml.root)) {
    const name = element.name.toUpperCase();
    if (name === 'DIALTEMPLATE' || name === 'DIALPLAN') continue;
    const template = name === 'TEMPLATE' ? templateOf(element) : undefined;
    if (template === undefined)
      taking.remark(element.line, element.name, 'badSyntax', 'Expected a TEMPLATE with MATCH and Timeout.');
    else if (templates.length === mostTemplates)
      taking.remark(element.line, element.name, 'notApplicable', `Only ${mostTemplates} are kept.`);
    else templates.push(template);
  }
  taking.take(xml.root.line, xml.root.name, dialTemplatesPath, templates.length === 0 ? '' : JSON.stringify(templates));
  return taking.done('dialTemplates');
}

function templateOf({ attributes }: XmlElement): DialTemplate | undefined {
  const written = new Map([...attributes].map(([name, value]) => [name.toLowerCase(), value]));
  const match = written.get('match') ?? '';
  const timeout = written.get('timeout') ?? '0';
  const user = oneOf(written.get('user'), ['phone', 'ip'] as const);
  const route = oneOf(written.get('route'), ['default', 'emergency', 'fqdn'] as const);
  const tones = [...written].filter(([name]) => /^tone\d?$/.test(name)).map(([, value]) => value);
  const right = /^(?:[0-9#.*,A-Da-d+]|\\\*){1,64}$/.test(match) && /^\d{1,3}$/.test(timeout) && tones.length <= mostTones;
  if (!right || user === null || route === null) return undefined;
  return { match, timeoutS: Number(timeout), user, rewrite: written.get('rewrite'), route, tones };
}

/** Null when it is said and none of these. */
function oneOf<T extends string>(text: string | undefined, allowed: readonly T[]): T | undefined | null {
  if (text === undefined) return undefined;
  return allowed.find((each) => each === text.toLowerCase()) ?? null;
}

/** What the parameter holds. Nothing is thrown: what is none is no template. */
export function parseDialTemplates(text: string): readonly DialTemplate[] {
  if (text === '') return [];
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read.filter(isTemplate) : [];
  } catch {
    return [];
  }
}

function isTemplate(read: unknown): read is DialTemplate {
  if (typeof read !== 'object' || read === null) return false;
  const { match, timeoutS, tones } = read as Partial<DialTemplate>;
  return typeof match === 'string' && typeof timeoutS === 'number' && Array.isArray(tones);
}
