// The administrator's guide to the parameters as Markdown, one page for each part of the phone.

import type { Alias, Declaration, IntegerDeclaration, StringDeclaration } from './declaration.ts';
import { type Parameter, parameters } from './schema.ts';
import { writeValue } from './value.ts';

interface Chapter {
  readonly file: string;
  readonly title: string;
  /** The first chapter with a fitting one takes a parameter. */
  readonly prefixes: readonly string[];
}

const chapters: readonly Chapter[] = [
  { file: 'lines.md', title: 'Lines', prefixes: ['voip/line/', 'voip/number_of_calls_per_line', 'voip/emergency/'] },
  { file: 'signalling.md', title: 'SIP', prefixes: ['voip/signalling/'] },
  {
    file: 'calls.md',
    title: 'Calls and services',
    prefixes: [
      'voip/services/star_codes',
      'voip/services/',
      'voip/auto_answer',
      'voip/answer_device',
      'voip/headset',
      'voip/onhook',
      'voip/reject',
      'voip/common_area',
    ],
  },
  {
    file: 'dialing.md',
    title: 'Dialling',
    prefixes: ['voip/dialing/', 'voip/regional_settings/', 'voip/ring', 'voip/distinctive_ringing/'],
  },
  {
    file: 'media.md',
    title: 'Voice',
    prefixes: ['voip/media/', 'voip/codec/', 'voip/audio/', 'voip/rtcp_xr/', 'voip/packet_recording/'],
  },
  {
    file: 'keys.md',
    title: 'Keys and lamps',
    prefixes: [
      'voip/line_key/',
      'personal_settings/functional_key/',
      'personal_settings/sidecar',
      'personal_settings/speed_dial',
      'personal_settings/led/',
      'personal_settings/discreet_call',
      'personal_settings/soft_key',
    ],
  },
  { file: 'personal-settings.md', title: 'Screen and taste', prefixes: ['personal_settings/'] },
  { file: 'office.md', title: 'Office, presence, sign-in', prefixes: ['lync/', 'sign_in/'] },
  { file: 'system.md', title: 'System, time, log, directory', prefixes: ['system/', 'management/', 'kernel/'] },
  { file: 'network.md', title: 'Network', prefixes: ['network/'] },
  { file: 'security.md', title: 'Certificates', prefixes: ['security/'] },
  { file: 'provisioning.md', title: 'Provisioning', prefixes: ['provisioning/'] },
  { file: 'further.md', title: 'Further', prefixes: [''] },
];

export interface GuidePage {
  readonly name: string;
  readonly text: string;
}

export interface Counts {
  readonly declared: number;
  readonly active: number;
  readonly inactive: number;
  readonly withIndexes: number;
}

/** Each declaration once, by its first index. */
function declared(): readonly Parameter[] {
  return parameters().filter(({ index }) => index === undefined || index === 0);
}

export function countParameters(): Counts {
  const all = declared();
  const inactive = all.filter(({ declaration }) => declaration.noEffectYet === true).length;
  return { declared: all.length, active: all.length - inactive, inactive, withIndexes: parameters().length };
}

export function guidePages(): readonly GuidePage[] {
  const all = declared();
  const chapterOf = (pattern: string): Chapter | undefined =>
    chapters.find(({ prefixes }) => prefixes.some((prefix) => pattern.startsWith(prefix)));
  const filled = chapters
    .map((chapter) => ({ chapter, members: all.filter(({ pattern }) => chapterOf(pattern) === chapter) }))
    .filter(({ members }) => members.length > 0);
  return [
    { name: 'README.md', text: index(filled) },
    ...filled.map(({ chapter, members }) => ({ name: chapter.file, text: page(chapter, members) })),
  ];
}

interface FilledChapter {
  readonly chapter: Chapter;
  readonly members: readonly Parameter[];
}

function index(filled: readonly FilledChapter[]): string {
  const { declared: count, active, inactive } = countParameters();
  const rows = filled.map(({ chapter, members }) => `| [${chapter.title}](${chapter.file}) | ${members.length} |`);
  return `# Parameters

Made by \`make docs\` from \`config/schema\`; do not edit. ${count} parameters: ${active} act, ${inactive} are read, checked and kept, and nothing
acts on them in this version.

A name is what the configuration file, the web pages, the API and the console call it. \`N\` counts from 0: \`voip/line/0\` is the first line.
"Inherits" names the parameter whose value holds while this one is not set.

| Page | Parameters |
| --- | --- |
${rows.join('\n')}
`;
}

function page({ title }: Chapter, members: readonly Parameter[]): string {
  return `# ${title}\n\nMade by \`make docs\` from \`config/schema\`; do not edit.\n${members.map(section).join('')}`;
}

function section({ pattern, declaration }: Parameter): string {
  const { title, help, warning, noEffectYet } = declaration;
  const rows = facts(declaration).map(([name, text]) => `| ${name} | ${text} |`);
  return `
## \`${pattern}\`

**${escaped(title)}.** ${escaped(help)}${noEffectYet === true ? ' *Kept; nothing acts on it yet.*' : ''}
${warning === undefined ? '' : `\n> **Warning.** ${escaped(warning)}\n`}
| | |
| --- | --- |
${rows.join('\n')}
`;
}

type Fact = readonly [name: string, text: string];

function facts(declaration: Declaration): readonly Fact[] {
  const { owner, needsRestart, secret, indexes, inherits, aliases, seed } = declaration;
  const optional: readonly (readonly [name: string, text: string | undefined])[] = [
    ['Values', values(declaration)],
    ['Default', secret === true ? 'none' : defaultOf(declaration)],
    ['Inherits', inherits === undefined ? undefined : code(inherits)],
    ['Indexes', indexes === undefined ? undefined : `0 to ${indexes - 1}`],
    ['Changed by', owner === 'user' ? 'user and administrator' : 'administrator'],
    ['Takes effect', needsRestart === true ? 'at the next start' : undefined],
    ['Secret', secret === true ? 'encrypted at rest, never shown' : undefined],
    ['SPA', aliasText(aliases?.spa)],
    ['Cisco', aliasText(aliases?.cisco)],
    ['Also written', aliasText(aliases?.audiocodes)],
    ['Source', seed === undefined ? undefined : escaped(seed)],
  ];
  return optional.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
}

function values(declaration: Declaration): string {
  if (declaration.type === 'boolean') return '`0` off, `1` on';
  return declaration.type === 'integer' ? integers(declaration) : texts(declaration);
}

function integers({ minimum, maximum, enum: choices, unit, unused, notation }: IntegerDeclaration): string {
  const range =
    choices !== undefined
      ? choices.map(String).map(code).join(', ')
      : minimum === undefined
        ? 'a whole number'
        : `${minimum} to ${maximum}`;
  const or = unused === undefined ? '' : `, or ${unused} for none`;
  return `${range}${unit === undefined ? '' : ` ${unit}`}${or}${notation === undefined ? '' : ', decimal or hexadecimal'}`;
}

function texts({ enum: choices, open, maxLength, expected }: StringDeclaration): string {
  if (choices !== undefined) return [...choices.map(code), ...(open === true ? [`or ${expected}`] : [])].join(', ');
  const length = `at most ${maxLength ?? 255} characters`;
  return expected === undefined ? `text, ${length}` : `${escaped(expected)}; ${length}`;
}

function defaultOf(declaration: Declaration): string {
  const { defaults, default: standard } = declaration;
  if (defaults === undefined) return standard === '' ? 'empty' : code(writeValue(declaration, standard));
  return defaults.map((value) => (value === '' ? 'empty' : code(writeValue(declaration, value)))).join(', ');
}

function aliasText(alias: Alias | undefined): string | undefined {
  return alias === undefined ? undefined : [alias].flat().map(code).join(', ');
}

/** Fit for a cell of a table. */
function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function escaped(text: string): string {
  return text.replace(/[|<>*_`]/g, (mark) => (mark === '_' ? mark : `\\${mark}`));
}
