// All English words of the web pages, as their sources have them: what a language file must know.

import { readdirSync, readFileSync } from 'node:fs';

const app = new URL('../../ui/web/app/', import.meta.url);
const quoted = String.raw`'((?:[^'\\]|\\.)*)'`;

function all(text: string, pattern: string): readonly string[] {
  return [...text.matchAll(new RegExp(pattern, 'g'))].map(([, words = '']) => words.replaceAll(/\\(.)/g, '$1'));
}

function wordsIn(text: string): readonly string[] {
  const tables = [...text.matchAll(/words\(\{(.*?)\n\}/gs)].flatMap(([, table = '']) => all(table, `:\\s*${quoted}`));
  const said = all(text, String.raw`(?<![\w.])(?:t|rich)\(\s*${quoted}`);
  // Either of two is said.
  const chosen = [...text.matchAll(/(?<![\w.])t\(([^()]*\?\?[^()]*)\)/g)].flatMap(([, choice = '']) => all(choice, quoted));
  return [...tables, ...said, ...chosen];
}

/** The titles of the tree are data. */
function titlesIn(text: string): readonly string[] {
  return [...all(text, `title: ${quoted}`), ...all(text, String.raw`page\(\s*'[^']*',\s*${quoted}`)];
}

export function pageWords(): ReadonlySet<string> {
  const found = new Set<string>();
  for (const name of readdirSync(app, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(name)) continue;
    const text = readFileSync(new URL(name, app), 'utf8');
    for (const each of wordsIn(text)) found.add(each);
    if (name === 'pages.ts' || name === 'parameters/page-tree.ts') for (const each of titlesIn(text)) found.add(each);
  }
  return found;
}
