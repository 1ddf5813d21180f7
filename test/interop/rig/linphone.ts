// linphone's console phone as the other side: answers, speaks a tone from a file and writes what it hears into another.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sine } from '../../support/tone-meter.ts';
import { readWav, type Sound, writeWav } from '../../support/wav-file.ts';
import { type Lan, peerAddress, phoneAddress } from './lan.ts';
import { passwordOf } from './numbers.ts';
import { PeerProcess } from './peer-process.ts';

export interface LinphoneOptions {
  readonly user: string;
  readonly toneHz: number;
  /** The only one that it speaks, in its own words. */
  readonly codec: { readonly mime: string; readonly rate: number; readonly channels?: number };
  readonly encryption?: 'srtp' | 'dtls';
}

const sipPort = 6030;
const toneMs = 60_000;
const toneDbov = -16;
const rateHz = 16_000;
/** All that it would offer on its own. */
const known = [
  'opus/48000',
  'speex/16000',
  'speex/8000',
  'PCMU/8000',
  'PCMA/8000',
  'G722/8000',
  'L16/44100',
  'G729/8000',
  'GSM/8000',
];

export class Linphone implements AsyncDisposable {
  readonly #process: PeerProcess;
  readonly #recording: string;

  private constructor(process: PeerProcess, recording: string) {
    this.#process = process;
    this.#recording = recording;
  }

  static async start(lan: Lan, parent: string, options: LinphoneOptions): Promise<Linphone> {
    const directory = join(parent, `linphone-${options.codec.mime}-${options.encryption ?? 'plain'}`);
    mkdirSync(join(directory, '.local/share/linphone'), { recursive: true });
    const tone = join(directory, 'tone.wav');
    writeFileSync(tone, writeWav({ sampleRateHz: rateHz, samples: sine(options.toneHz, toneDbov, rateHz, toneMs) }));
    const settings = join(directory, 'linphonerc');
    writeFileSync(settings, configuration(options));
    // Without a way to everywhere it thinks that there is no network.
    await lan.runThere(['ip', 'route', 'replace', 'default', 'via', phoneAddress]);
    // Its own files stay in the directory, and no desktop session is looked for.
    const environment = ['env', `HOME=${directory}`, `XDG_CONFIG_HOME=${directory}`, `XDG_DATA_HOME=${directory}`] as const;
    const command = lan.there([...environment, 'linphonec', '-a', '-c', settings]);
    const process = PeerProcess.start('linphonec', command, directory);
    const linphone = new Linphone(process, join(directory, 'heard.wav'));
    await process.ready('its prompt', () => process.output.includes('linphonec>'));
    linphone.command('soundcard use files');
    linphone.command(`play ${tone}`);
    linphone.command(`record ${linphone.#recording}`);
    await process.ready('it registered', async () => {
      linphone.command('status register');
      await new Promise((resolve) => setTimeout(resolve, 100));
      return /registered, identity/.test(process.output);
    });
    return linphone;
  }

  command(line: string): void {
    this.#process.type(`${line}\n`);
  }

  get log(): string {
    return this.#process.output;
  }

  async waitFor(words: RegExp): Promise<void> {
    await this.#process.waitUntil(String(words), () => words.test(this.log));
  }

  /** Of the call; whole only when it has ended. */
  heard(): Sound {
    if (!existsSync(this.#recording)) throw new Error(`linphone recorded nothing\n${this.log.slice(-3000)}`);
    return readWav(readFileSync(this.#recording));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop();
  }
}

function configuration({ user, codec, encryption }: LinphoneOptions): string {
  const others = known.filter((name) => name !== `${codec.mime}/${codec.rate}`).map((name) => name.split('/'));
  const codecs = [[codec.mime, String(codec.rate), codec.channels ?? 1, 1], ...others.map(([mime, rate]) => [mime, rate, 1, 0])];
  return [
    '[sip]',
    `sip_port=${sipPort}`,
    'sip_tcp_port=0',
    'sip_tls_port=0',
    'default_proxy=0',
    // Not GRUU, which the proxy would have to look up within dialogs.
    'supported=replaces',
    `media_encryption=${encryption ?? 'none'}`,
    'verify_server_certs=0',
    '[net]',
    'mtu=0',
    '[rtp]',
    'audio_rtp_port=19000',
    '[proxy_0]',
    `reg_proxy=<sip:${peerAddress};transport=udp>`,
    `reg_identity=<sip:${user}@${peerAddress}>`,
    'reg_expires=600',
    'reg_sendregister=1',
    '[auth_info_0]',
    `username=${user}`,
    `passwd=${passwordOf(user)}`,
    ...codecs.flatMap(([mime, rate, channels, enabled], index) => [
      `[audio_codec_${index}]`,
      `mime=${mime}`,
      `rate=${rate}`,
      `channels=${channels}`,
      `enabled=${enabled}`,
    ]),
    '',
  ].join('\n');
}
