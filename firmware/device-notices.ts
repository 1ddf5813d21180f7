// What the person is told when a device of the board goes away, until it is back.

import type { DeviceEvent, DeviceName } from '#hal/board';
import type { Log } from '#sip/ports';
import type { Notices } from './system/notices.ts';

const titles: Readonly<Record<DeviceName, string>> = {
  keys: 'The keys do not answer',
  hook: 'The hook switch does not answer',
  leds: 'The lamps do not answer',
  display: 'The screen does not answer',
  backlight: 'The light of the screen does not answer',
  audio: 'The sound does not answer',
  headset: 'The headset does not answer',
  console: 'The console does not answer',
  power: 'The power control does not answer',
  network: 'The network does not answer',
};

export function tellOfDevice(event: DeviceEvent, notices: Pick<Notices, 'raise' | 'clear'>, log: Log): void {
  const { device } = event;
  const id = `board-${device}`;
  if (event.type === 'deviceReturned') {
    log.info('hal', `${device} is back`);
    notices.clear(id);
    return;
  }
  log.error('hal', `${device} was lost: ${event.reason}`);
  notices.raise({
    id,
    severity: 'error',
    lasting: true,
    title: titles[device],
    text: 'Check what is plugged in, or restart the phone. The phone goes on trying.',
  });
}
