// `show status`: model, version, addresses, time since the start, notices.

import { momentText } from '../../text/format.ts';
import type { CommandSession } from '../command-session.ts';
import { duration, table } from '../format.ts';
import type { Command } from '../grammar.ts';

function run(session: CommandSession): void {
  const { phone, clock, calendar } = session.host;
  const { status, phase, handset, headsetPlugged, audio, notices, doNotDisturb } = phone.snapshot;
  session.print(
    table([
      ['Model', status.model],
      ['Version', status.version],
      ['State', phase],
      ['Running for', duration(clock.monotonicMs - status.startedAtMs)],
      ['Time', `${momentText({ ...clock.wall, calendar })}${clock.wall.trusted ? '' : ' (not set)'}`],
      ['MAC address', status.macAddress],
      ['Addresses', status.addresses.join(', ')],
      ['Handset', handset === 'offHook' ? 'off-hook' : 'on-hook'],
      ['Headset', headsetPlugged ? 'plugged' : 'unplugged'],
      ['Audio', `${audio.path}${audio.muted ? ', muted' : ''}, ${audio.volume.of} volume ${audio.volume.level}`],
      ['Do not disturb', doNotDisturb ? 'on' : 'off'],
      ...notices.map(({ severity, title, text }) => [severity, `${title}: ${text}`] as const),
    ]),
  );
}

export const showStatus: Command = { syntax: ['show', 'status'], purpose: 'The phone and how it is', unclaimed: true, run };
