// baresip as the other phone: speaks a tone, writes what it hears into a WAV file, and is driven over its control connection.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { resample } from '#hal/simulator/resample';
import { sine } from '../../support/tone-meter.ts';
import { readWav, type Sound, writeWav } from '../../support/wav-file.ts';
import { type BaresipEvent, readNetstrings, writeNetstring } from './baresip-control.ts';
import { accepts } from './kamailio.ts';
import { asHost, type Lan, peerAddress } from './lan.ts';
import { passwordOf } from './numbers.ts';
import { PeerProcess } from './peer-process.ts';

export interface BaresipOptions {
  readonly user: string;
  readonly transport: 'udp' | 'tcp';
  readonly answers: 'auto' | 'manual';
  readonly toneHz: number;
  /** Where it is, and the proxy; the usual one when absent. */
  readonly address?: string;
  /** In place of the tone, in any rate; again and again for two minutes. */
  readonly speaks?: Sound;
  /** Its words: `srtp` takes plain too, `srtp-mand` and `dtls_srtp` do not. */
  readonly encryption?: 'srtp' | 'srtp-mand' | 'dtls_srtp';
  readonly ice?: boolean;
  readonly rtcpMux?: boolean;
  /** The only one that it speaks, in baresip's words, and the rate of its sound; G.711 when absent. */
  readonly codec?: { readonly name: string; readonly module: string; readonly sampleRateHz: number; readonly channels?: number };
}

const sipPort = 6010;
const controlPort = 7010;
const telephoneRateHz = 8000;
const toneMs = 120_000;
const patienceMs = 30_000;

export class Baresip implements AsyncDisposable {
  readonly #process: PeerProcess;
  readonly #control: Socket;
  readonly #directory: string;
  readonly events: BaresipEvent[] = [];

  private constructor(process: PeerProcess, control: Socket, directory: string) {
    this.#process = process;
    this.#control = control;
    this.#directory = directory;
    readNetstrings(control, (event) => this.events.push(event));
  }

  static async start(lan: Lan, parent: string, options: BaresipOptions): Promise<Baresip> {
    const { encryption, codec } = options;
    const sampleRateHz = codec?.sampleRateHz ?? telephoneRateHz;
    const directory = join(
      parent,
      `baresip-${options.transport}-${options.answers}-${encryption ?? 'plain'}-${codec?.module ?? 'g711'}`,
    );
    mkdirSync(directory, { recursive: true });
    const tone = join(directory, 'tone.wav');
    writeFileSync(tone, writeWav({ sampleRateHz, samples: await samplesOf(options, sampleRateHz) }, codec?.channels));
    writeFileSync(join(directory, 'config'), configuration(directory, tone, options));
    writeFileSync(join(directory, 'contacts'), '');
    const { user, transport, answers, address = peerAddress } = options;
    const parameters = `auth_user=${user};auth_pass=${passwordOf(user)};answermode=${answers};regint=600;audio_codecs=${codec?.name ?? 'PCMU,PCMA'}${encryption === undefined ? '' : `;mediaenc=${encryption}`}${options.ice === true ? ';medianat=ice' : ''}`;
    writeFileSync(join(directory, 'accounts'), `<sip:${user}@${asHost(address)};transport=${transport}>;${parameters}\n`);
    const process = PeerProcess.start(
      'baresip',
      lan.there(['baresip', '-f', directory, '-v', ...(address.includes(':') ? ['-6'] : [])]),
      directory,
    );
    await process.ready('its control port opened', () => accepts(peerAddress, controlPort));
    const baresip = new Baresip(process, connect(controlPort, peerAddress), directory);
    await process.ready('it registered', () => /200 OK.*\[\d+ binding/.test(process.output));
    return baresip;
  }

  get log(): string {
    return this.#process.output;
  }

  command(command: string, params = ''): void {
    this.#control.write(writeNetstring(JSON.stringify({ command, params, token: 'test' })));
  }

  async waitForEvent(type: string, count = 1): Promise<BaresipEvent> {
    const found = (): readonly BaresipEvent[] => this.events.filter((event) => event.type === type);
    await this.#process.waitUntil(`event ${type}`, () => found().length >= count, patienceMs);
    return found()[count - 1] as BaresipEvent;
  }

  /** Of the newest call; whole only when the call has ended. */
  heard(): Sound {
    const newest = readdirSync(this.#directory)
      .filter((name) => name.endsWith('-dec.wav'))
      .sort()
      .at(-1);
    if (newest === undefined) throw new Error(`baresip recorded nothing: ${readdirSync(this.#directory).join(' ')}`);
    return readWav(readFileSync(join(this.#directory, newest)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#control.destroy();
    await this.#process.stop();
  }
}

async function samplesOf({ toneHz, speaks }: BaresipOptions, sampleRateHz: number): Promise<Int16Array> {
  if (speaks === undefined) return sine(toneHz, -16, sampleRateHz, toneMs);
  const { samples } = await resample(speaks, sampleRateHz);
  const whole = new Int16Array((sampleRateHz * toneMs) / 1000);
  return whole.map((_, index) => samples[index % samples.length] ?? 0);
}

function configuration(
  directory: string,
  tone: string,
  { encryption, codec, ice, rtcpMux, address = peerAddress }: BaresipOptions,
): string {
  const ciphers = encryption === undefined ? [] : ['srtp', 'dtls_srtp'];
  const modules = [
    'stdio',
    codec?.module ?? 'g711',
    'aufile',
    'aubridge',
    'sndfile',
    'auconv',
    'auresamp',
    ...ciphers,
    ...(ice === true ? ['stun', 'turn', 'ice'] : []),
  ];
  return [
    'poll_method epoll',
    `sip_listen ${asHost(address)}:${sipPort}`,
    // With loopback as its network its media would not start.
    'net_interface eth0',
    'call_local_timeout 120',
    'call_max_calls 4',
    'audio_player aubridge,nowhere',
    `audio_source aufile,${tone}`,
    `audio_alert aubridge,bell`,
    'ausrc_format s16',
    'auplay_format s16',
    'auenc_format s16',
    'audec_format s16',
    'rtp_ports 16000-16100',
    `rtcp_mux ${rtcpMux === true ? 'yes' : 'no'}`,
    'jitter_buffer_delay 1-5',
    `snd_path ${directory}`,
    `ctrl_tcp_listen ${peerAddress}:${controlPort}`,
    'module_path /usr/lib/baresip/modules',
    ...modules.map((name) => `module ${name}.so`),
    'module_tmp account.so',
    ...['contact', 'menu', 'ctrl_tcp'].map((name) => `module_app ${name}.so`),
    '',
  ].join('\n');
}
