// `show config`: parameters as configuration files write them. Secrets come as stars from the host and are never looked at.

import type { CommandSession } from '../command-session.ts';
import type { Arguments, Command } from '../grammar.ts';

function run(session: CommandSession, given: Arguments): void {
  const prefix = (given.get('path') ?? '').replace(/\/+$/, '');
  const settings = session.host.settings(prefix);
  // All of them would be hundreds of lines: without a path only what somebody has set.
  const chosen = prefix === '' ? settings.filter(({ source }) => source !== 'default') : settings;
  if (chosen.length === 0) {
    session.print(prefix === '' ? 'Nothing differs from the defaults.' : `There is no parameter under ${prefix}.`);
    return;
  }
  session.print(
    chosen.map(({ path, text, source }) => `${path}=${text}${source === 'stored' ? '' : `  (${source})`}`).join('\n'),
  );
}

export const showConfig: Command = {
  syntax: ['show', 'config', { argument: 'path', optional: true }],
  purpose: 'Parameters that were set, or all under a path such as voip/line/0',
  run,
};
