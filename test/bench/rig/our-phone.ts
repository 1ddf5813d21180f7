// Our phone as the device has it: the bundle, on the simulated board with the quarter-VGA display.

import { nodeEnvironment, nodeFlags } from '#firmware/node-flags';
import { SimulatedPhone } from '../../support/simulated-phone.ts';
import { sine } from '../../support/tone-meter.ts';
import { registrarPort } from './registrar.ts';
import { stageAddress } from './stage.ts';

export interface OurPhoneOptions {
  readonly user: string;
  readonly rtpPort?: number;
  readonly sipPort?: number;
  /** Before the program: `--import` of something that disturbs it. */
  readonly nodeOptions?: readonly string[];
  readonly params?: Readonly<Record<string, string | number>>;
  readonly arguments?: readonly string[];
}

export const bundledProgram: string = new URL('../../../build/bundle/main.js', import.meta.url).pathname;

export function lineParameters(user: string): Readonly<Record<string, string | number>> {
  return {
    'voip/line/0/enabled': 1,
    'voip/line/0/id': user,
    'voip/line/0/proxy_address': stageAddress,
    'voip/line/0/proxy_port': registrarPort,
  };
}

/** Registered, and speaking a tone. */
export async function startOurPhone(options: OurPhoneOptions): Promise<SimulatedPhone> {
  const { user, rtpPort = 30_000, sipPort = 0, nodeOptions = [], params = {}, arguments: more = [] } = options;
  const phone = await SimulatedPhone.start({
    program: [...nodeFlags, ...nodeOptions, bundledProgram],
    environment: nodeEnvironment,
    params: {
      ...lineParameters(user),
      'voip/signalling/sip/port': sipPort,
      'voip/media/media_port': rtpPort,
      // As the peers of the bench.
      'voip/codec/codec_info/0/name': 'PCMU',
      ...params,
    },
    arguments: ['--address', stageAddress, ...more],
  });
  await phone.waitForLine();
  await phone.microphone({ sampleRateHz: 16_000, samples: sine(600, -16, 16_000, 1000) });
  return phone;
}

export async function call(from: SimulatedPhone, to: SimulatedPhone, number: string): Promise<void> {
  await from.hook(true);
  await from.type(number);
  await from.softKey('dial');
  await to.waitForScreen('incoming');
  await to.hook(true);
  for (const phone of [from, to]) await phone.waitForScreen('call');
}

/** A call to nobody, which leaves its line in the call log. */
export async function hasFailedOnce(phone: SimulatedPhone): Promise<void> {
  await phone.hook(true);
  await phone.type('9');
  await phone.softKey('dial');
  await phone.waitForScreen('ended');
  await phone.hook(false);
  await phone.waitForScreen('idle');
}
