// baresip, the peer: one account, a looped tone as its microphone, nothing loaded that the contest does not need.

import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { type BaresipEvent, readNetstrings, writeNetstring } from '../../interop/rig/baresip-control.ts';
import { accepts } from '../../interop/rig/kamailio.ts';
import { PeerProcess } from '../../interop/rig/peer-process.ts';
import { sine } from '../../support/tone-meter.ts';
import { writeWav } from '../../support/wav-file.ts';
import { registrarPort } from './registrar.ts';
import { stageAddress, stageInterface } from './stage.ts';

export interface BaresipOptions {
  readonly user: string;
  readonly sipPort: number;
  readonly rtpPort: number;
  readonly answers: 'auto' | 'manual';
  /** An ALSA device to hear from and play to; else a file and nowhere. */
  readonly card?: string;
  /** The only one that it speaks; G.711 when absent. */
  readonly codec?: BaresipCodec;
}

/** In its own words, with the rate and the channels of the sound that it takes without converting. */
export interface BaresipCodec {
  readonly name: string;
  readonly module: string;
  readonly sampleRateHz: number;
  readonly channels: number;
}

const telephone: BaresipCodec = { name: 'PCMU', module: 'g711', sampleRateHz: 8000, channels: 1 };

const toneSeconds = 60;
const controlOffset = 1000;

/** Writes the configuration; returns the command that starts it. */
export function baresipCommand(parent: string, options: BaresipOptions): readonly [string, ...string[]] {
  const directory = join(parent, `baresip-${options.user}`);
  mkdirSync(directory, { recursive: true });
  const tone = join(directory, 'tone.wav');
  const { name, sampleRateHz, channels } = options.codec ?? telephone;
  writeFileSync(tone, writeWav({ sampleRateHz, samples: sine(600, -16, sampleRateHz, toneSeconds * 1000) }, channels));
  writeFileSync(join(directory, 'config'), configuration(directory, tone, options));
  writeFileSync(join(directory, 'contacts'), '');
  const { user, answers } = options;
  const account = `<sip:${user}@${stageAddress}:${registrarPort};transport=udp>;answermode=${answers};regint=600;audio_codecs=${name}`;
  writeFileSync(join(directory, 'accounts'), `${account}\n`);
  return ['baresip', '-f', directory];
}

export class Baresip implements AsyncDisposable {
  readonly #process: PeerProcess;
  readonly #control: Socket;
  readonly #events: BaresipEvent[] = [];

  private constructor(process: PeerProcess, control: Socket) {
    this.#process = process;
    this.#control = control;
    readNetstrings(control, (event) => this.#events.push(event));
  }

  static async start(parent: string, options: BaresipOptions): Promise<Baresip> {
    const process = PeerProcess.start('baresip', baresipCommand(parent, options));
    const controlPort = options.sipPort + controlOffset;
    await process.waitUntil('its control port opened', () => accepts(stageAddress, controlPort));
    const baresip = new Baresip(process, connect(controlPort, stageAddress));
    await process.waitUntil('it registered', () => /200 OK.*\[\d+ binding/.test(process.output));
    return baresip;
  }

  get pid(): number {
    return this.#process.pid;
  }

  async call(user: string): Promise<void> {
    this.#control.write(
      writeNetstring(JSON.stringify({ command: 'dial', params: `sip:${user}@${stageAddress}`, token: 'bench' })),
    );
    await this.#process.waitUntil('the call stood', () => this.#events.some(({ type }) => type === 'CALL_ESTABLISHED'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#control.destroy();
    await this.#process.stop('SIGKILL');
  }
}

function configuration(directory: string, tone: string, { sipPort, rtpPort, card, codec = telephone }: BaresipOptions): string {
  const modules = ['stdio', codec.module, 'aufile', 'aubridge', 'auconv', 'auresamp', ...(card === undefined ? [] : ['alsa'])];
  return [
    'poll_method epoll',
    `sip_listen ${stageAddress}:${sipPort}`,
    `net_interface ${stageInterface}`,
    'call_local_timeout 120',
    'call_max_calls 4',
    `audio_player ${card === undefined ? 'aubridge,nowhere' : `alsa,${card}`}`,
    `audio_source ${card === undefined ? `aufile,${tone}` : `alsa,${card}`}`,
    'audio_alert aubridge,bell',
    `ausrc_srate ${codec.sampleRateHz}`,
    `auplay_srate ${codec.sampleRateHz}`,
    'ausrc_format s16',
    'auplay_format s16',
    'auenc_format s16',
    'audec_format s16',
    `rtp_ports ${rtpPort}-${rtpPort + 10}`,
    'rtcp_mux no',
    'jitter_buffer_delay 1-5',
    `snd_path ${directory}`,
    `ctrl_tcp_listen ${stageAddress}:${sipPort + controlOffset}`,
    'module_path /usr/lib/baresip/modules',
    ...modules.map((name) => `module ${name}.so`),
    'module_tmp account.so',
    ...['contact', 'menu', 'ctrl_tcp'].map((name) => `module_app ${name}.so`),
    '',
  ].join('\n');
}
