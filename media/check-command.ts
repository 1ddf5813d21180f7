// Checks a command's values before they cross to the native core, which trusts them.

import { comfortNoise, findCodec } from './codecs.ts';
import { MediaError } from './errors.ts';
import type { CodecChoice, DeviceChoice, DirectionKeys, MediaCommand, MediaRelay, Recording, Ring, Tone } from './messages.ts';
import type { PathMixer } from './path-mixer.ts';
import { srtpSuites } from './srtp-suites.ts';

const PATHS = ['handset', 'headset', 'speaker'] as const;
const MOST_SECTIONS = 4;
const MOST_SEGMENTS = 32;
const MOST_PARTS = 6;
/** A minute at 16 kHz. */
const MOST_SAMPLES = 960_000;
const AN_HOUR_MS = 3_600_000;
const MOST_GROUPS = 8;
const MOST_CONTROLS = 16;
const LONGEST_ECHO_MS = 500;
const SOFTEST_ECHO_DB = 90;
const MOST_DATAGRAM_BYTES = 1500;
const MOST_MKI_BYTES = 128;

/** Throws `MEDIA_INVALID_COMMAND` that names the field. */
export function checkCommand(command: MediaCommand): void {
  if ('session' in command) integer('session', command.session, 0, 0xffff_ffff);
  switch (command.type) {
    case 'openDevice':
      oneOf('path', command.path, PATHS);
      checkDevice(command.device);
      if (command.mixer !== undefined) checkMixer(command.mixer);
      return;
    case 'selectPath':
      oneOf('path', command.path, [...PATHS, 'none']);
      return;
    case 'setVolume':
      oneOf('of', command.of, [...PATHS, 'ringer']);
      integer('level', command.level, 0, 10);
      return;
    case 'openSession':
      checkOpen(command);
      return;
    case 'rebindSession':
      zone(command.interface);
      return;
    case 'configureSession':
      checkConfigure(command);
      return;
    case 'mixSessions':
      checkGroups(command.groups);
      return;
    case 'setVoice':
      number('levelDb', command.levelDb, -40, 12);
      return;
    case 'setSideTone':
      oneOf('path', command.path, PATHS);
      if (command.levelDb !== undefined) number('levelDb', command.levelDb, -60, 0);
      return;
    case 'tapSound':
      if (command.to === undefined) return;
      integer('to.port', command.to.port, 1, 65_535);
      for (const point of command.points) oneOf('points', point, ['microphone', 'processed', 'played']);
      return;
    case 'setMusic':
      if (command.music !== undefined) checkRecording('music', command.music);
      return;
    case 'processVoice':
      oneOf('path', command.path, PATHS);
      oneOf('echo', command.echo, ['off', 'linear', 'full', 'halfDuplex']);
      integer('tailMs', command.tailMs, 16, 256);
      integer('noiseReductionDb', command.noiseReductionDb, 0, 30);
      number('gainDb', command.gainDb, -20, 20);
      number('automaticGainDb', command.automaticGainDb, 0, 20);
      return;
    case 'announce':
      checkTone('tone', command.tone);
      return;
    case 'startRecording':
      soundFile('recording', command.recording, command.file);
      oneOf('layout', command.layout, ['microphone', 'mixed', 'stereo']);
      integer('mostMs', command.mostMs, 1, 86_400_000);
      integer('leastFreeBytes', command.leastFreeBytes, 0, Number.MAX_SAFE_INTEGER);
      return;
    case 'startPlayback':
      soundFile('playback', command.playback, command.file);
      return;
    case 'sendDatagram':
      oneOf('component', command.component, ['rtp', 'rtcp']);
      integer('to.port', command.to.port, 1, 65_535);
      integer('bytes.length', command.bytes.length, 0, MOST_DATAGRAM_BYTES);
      return;
    case 'startDtmf':
      integer('event', command.event, 0, 15);
      number('levelDbm0', command.levelDbm0, -63, 0);
      return;
    case 'playRing':
      oneOf('path', command.path, PATHS);
      checkRing(command.ring);
      return;
    case 'playTone':
      checkTone('tone', command.tone);
      return;
    default:
      return;
  }
}

function checkGroups(groups: readonly (readonly number[])[]): void {
  integer('groups.length', groups.length, 0, MOST_GROUPS);
  const sessions = groups.flat();
  for (const session of sessions) integer('groups', session, 0, 0xffff_ffff);
  if (new Set(sessions).size < sessions.length) refuse('groups', sessions.join(' '), 'each session once');
}

/** The core takes the name as a C string. */
function soundFile(field: string, id: number, file: string): void {
  integer(field, id, 0, 0xffff_ffff);
  if (!file.startsWith('/') || file.includes('\0')) refuse('file', file, 'an absolute path');
}

function checkDevice(device: DeviceChoice): void {
  oneOf('device.driver', device.driver, ['simulated', 'alsa']);
  if (device.driver !== 'alsa') {
    integer('device.room.delayMs', device.room?.delayMs ?? 0, 0, LONGEST_ECHO_MS);
    integer('device.room.lossDb', device.room?.lossDb ?? 0, 0, SOFTEST_ECHO_DB);
    return;
  }
  alsaName('device.playback', device.playback);
  alsaName('device.capture', device.capture);
  if (device.ringer !== undefined) alsaName('device.ringer', device.ringer);
}

function checkMixer({ card, switches = [], volume }: PathMixer): void {
  alsaName('mixer.card', card);
  integer('mixer.switches.length', switches.length, 0, MOST_CONTROLS);
  for (const { control, index, direction } of switches) {
    alsaName('mixer.switches.control', control);
    integer('mixer.switches.index', index ?? 0, 0, 0xffff);
    oneOf('mixer.switches.direction', direction ?? 'playback', ['playback', 'capture']);
  }
  if (volume === undefined) return;
  alsaName('mixer.volume.control', volume.control);
  integer('mixer.volume.index', volume.index ?? 0, 0, 0xffff);
  number('mixer.volume.leastDb', volume.leastDb, -150, volume.mostDb);
  number('mixer.volume.mostDb', volume.mostDb, -150, 50);
}

function checkOpen(command: MediaCommand & { type: 'openSession' }): void {
  if (command.group !== undefined) {
    integer('group.port', command.group.port, 1024, 65_534);
    integer('group.overAfterMs', command.group.overAfterMs, 100, 60_000);
  }
  integer('portRange.first', command.portRange.first, 1024, 65_534);
  integer('portRange.last', command.portRange.last, command.portRange.first, 65_535);
  integer('tos', command.tos, 0, 255);
  integer('mostUnreachable', command.mostUnreachable ?? 0, 0, 255);
  if (command.mirror !== undefined) integer('mirror.port', command.mirror.port, 1, 65_535);
  if (command.jitterBuffer !== undefined) {
    const { minimumMs, maximumMs, startMs, halfLifePackets } = command.jitterBuffer;
    integer('jitterBuffer.minimumMs', minimumMs, 0, 300);
    integer('jitterBuffer.maximumMs', maximumMs, minimumMs, 300);
    integer('jitterBuffer.startMs', startMs, 0, 300);
    integer('jitterBuffer.halfLifePackets', halfLifePackets, 1, 100_000);
  }
  zone(command.interface);
  const length = command.canonicalName.length;
  if (length === 0 || length > 255) refuse('canonicalName', length, 'a length from 1 to 255');
}

/** IFNAMSIZ, and nothing that would end the address. */
function zone(name: string | undefined): void {
  if (name !== undefined && !/^[^\s%/]{1,15}$/.test(name)) refuse('interface', name, 'an interface name');
}

function checkConfigure(command: MediaCommand & { type: 'configureSession' }): void {
  integer('remote.rtpPort', command.remote.rtpPort, 0, 65_535);
  integer('remote.rtcpPort', command.remote.rtcpPort, 0, 65_535);
  if (command.relay !== undefined) checkRelay(command.relay);
  oneOf('direction', command.direction, ['sendrecv', 'sendonly', 'recvonly', 'inactive']);
  checkCodec('send', command.send);
  command.receive.forEach((codec, index) => {
    checkCodec(`receive.${index}`, codec);
  });
  integer('reportIntervalMs', command.reportIntervalMs ?? 0, 0, 255_000);
  if (command.comfortNoise !== undefined) integer('comfortNoise', command.comfortNoise, 0, 127);
  for (const side of ['send', 'receive'] as const) {
    const payloadType = command.telephoneEvent[side];
    if (payloadType !== undefined) integer(`telephoneEvent.${side}`, payloadType, 0, 127);
    if (command.encryption !== undefined) checkKeys(`encryption.${side}`, command.encryption[side]);
  }
}

function checkRelay({ port, rtpChannel, rtcpChannel }: MediaRelay): void {
  integer('relay.port', port, 1, 65_535);
  if (rtpChannel !== 0) integer('relay.rtpChannel', rtpChannel, 0x4000, 0x4fff);
  if (rtcpChannel !== 0) integer('relay.rtcpChannel', rtcpChannel, 0x4000, 0x4fff);
}

/** Says lengths, never values. */
function checkKeys(field: string, keys: DirectionKeys): void {
  if (keys === 'awaited') return;
  oneOf(`${field}.suite`, keys.suite, Object.keys(srtpSuites));
  const { keyBytes, saltBytes } = srtpSuites[keys.suite];
  integer(`${field}.master.length`, keys.master.length, keyBytes + saltBytes, keyBytes + saltBytes);
  integer(`${field}.mki.length`, keys.mki?.length ?? 1, 1, MOST_MKI_BYTES);
}

function checkCodec(field: string, codec: CodecChoice): void {
  const known = codec.name === comfortNoise.name ? comfortNoise : findCodec(codec.name, codec.clockRateHz);
  if (known === undefined) refuse(field, `${codec.name}/${codec.clockRateHz}`, 'a codec of codecs.ts');
  integer(`${field}.payloadType`, codec.payloadType, 0, 127);
  integer(`${field}.packetTimeMs`, codec.packetTimeMs, 10, 60);
  integer(`${field}.channels`, codec.channels ?? 1, 1, 2);
}

function checkRing(ring: Ring): void {
  integer('ring.riseMs', ring.riseMs, 0, 600_000);
  checkSections('ring.cadence', ring.cadence);
  if ('pcm' in ring.sound) checkRecording('ring.sound', ring.sound);
  else checkTone('ring.sound', ring.sound);
}

function checkRecording(field: string, { rateHz, pcm }: Recording): void {
  oneOf(`${field}.rateHz`, rateHz, [8000, 16_000]);
  if (!(pcm instanceof Int16Array)) refuse(`${field}.pcm`, typeof pcm, 'an Int16Array');
  integer(`${field}.pcm.length`, pcm.length, 1, MOST_SAMPLES);
}

function checkTone(field: string, tone: Tone): void {
  checkSections(`${field}.sections`, tone.sections);
  for (const { parts } of tone.sections.flatMap(({ segments }) => segments)) {
    integer(`${field}.parts.length`, parts.length, 0, MOST_PARTS);
    for (const part of parts) {
      number(`${field}.frequencyHz`, part.frequencyHz, 0, 8000);
      number(`${field}.levelDbm0`, part.levelDbm0, -100, 3.14);
    }
  }
}

interface Timed {
  readonly durationMs: number;
}

function checkSections(field: string, sections: readonly (Timed & { readonly segments: readonly Timed[] })[]): void {
  integer(`${field}.length`, sections.length, 0, MOST_SECTIONS);
  const segments = sections.flatMap((section) => section.segments);
  integer(`${field}.segments.length`, segments.length, 0, MOST_SEGMENTS);
  for (const { durationMs } of [...sections, ...segments]) integer(`${field}.durationMs`, durationMs, 0, AN_HOUR_MS);
}

function integer(field: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value)) refuse(field, value, 'a whole number');
  number(field, value, least, most);
}

function number(field: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most)) refuse(field, value, `${least} to ${most}`);
}

function oneOf<T>(field: string, value: T, allowed: readonly T[]): void {
  if (!allowed.includes(value)) refuse(field, value, allowed.join(', '));
}

/** The core takes a name as a C string: nothing of it may be hidden behind a NUL. */
function alsaName(field: string, value: string): void {
  if (typeof value !== 'string' || value.includes('\0')) refuse(field, value, 'a name of ALSA');
}

function refuse(field: string, value: unknown, expected: string): never {
  throw new MediaError('MEDIA_INVALID_COMMAND', `${field} is ${String(value)}; expected: ${expected}`, { field });
}
