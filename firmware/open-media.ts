// The media core and what stands right above it: the calls' media, pages, and what is measured of them.

import type { Store } from '#config/store';
import type { Network } from '#hal/network/network';
import { certificateFingerprint } from '#media/dtls-handshake';
import { MediaEngine } from '#media/engine';
import type { PacketMirror } from '#media/messages';
import type { Clock, Log, Random } from '#sip/ports';
import { CallMedia } from './calls/call-media.ts';
import { CallQualities } from './calls/call-qualities.ts';
import type { DeskInput } from './calls/desk-messages.ts';
import { HoldServers } from './calls/hold-servers.ts';
import type { MediaFlow } from './calls/media-flow.ts';
import { QualityReports } from './calls/quality-reports.ts';
import type { Recorder } from './calls/recorder.ts';
import type { Switchboard } from './calls/switchboard.ts';
import { refusedCodecs } from './codec-choice.ts';
import { dtmfLevels, mediaSettings } from './desk-settings.ts';
import type { Lines } from './lines/lines.ts';
import { mediaWays } from './lines/media-ways.ts';
import { type MediaEventRoutes, routeMediaEvent } from './media-events.ts';
import { Pager } from './paging/pager.ts';
import { pagingSettings } from './paging/paging-settings.ts';
import { qualitySettings } from './quality-settings.ts';
import { addressOfName, stunDigests } from './system/media-means.ts';
import type { Notices } from './system/notices.ts';
import { resources } from './system/resources.ts';

export interface MediaParts {
  readonly store: Store;
  readonly network: Network;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly notices: Notices;
  /** These three are made after the media that they work with: asked when something happens, never while it opens. */
  readonly switchboard: () => Pick<Switchboard, 'callOfMedia' | 'mediaOf' | 'callBy'>;
  readonly lines: () => Pick<Lines, 'lineOf' | 'accountOf'>;
  readonly recorder: () => Recorder;
  readonly report: (input: DeskInput) => void;
  /** An event of RFC 4733 of a call that we hear. */
  readonly digitHeard: (event: number) => void;
  /** The figures of a call are others now. */
  readonly changed: () => void;
}

export interface Media extends AsyncDisposable {
  readonly engine: MediaEngine;
  readonly callMedia: CallMedia;
  readonly pager: Pager;
  readonly qualities: CallQualities;
  /** RTP of calls that begin from now on is copied there, whatever the parameters say; undefined: as they say. */
  readonly copyPackets: (to: PacketMirror | undefined, flowing?: (flow: MediaFlow) => void) => void;
}

export async function openMedia(around: MediaParts): Promise<Media> {
  const { store, network, clock, log, random, notices, switchboard, lines, recorder, report, digitHeard, changed } = around;
  await using parts = new AsyncDisposableStack();

  const talkersChanged: MediaEventRoutes['talkersChanged'] = (calls, weTalk) =>
    report({
      type: 'talkersChanged',
      talking: calls.map((media) => switchboard().callOfMedia(media)).filter((call) => call !== undefined),
      weTalk,
    });

  const qualities = new CallQualities({
    clock,
    ask: (call) => {
      const media = switchboard().mediaOf(call);
      if (media !== undefined) callMedia.requestStatistics(media);
    },
    changed,
  });
  parts.defer(() => qualities.close());
  const statisticsReported: MediaEventRoutes['statisticsReported'] = (media, statistics) => {
    const call = switchboard().callOfMedia(media);
    if (call !== undefined) qualities.reported(call, statistics);
  };

  const engine = new MediaEngine({
    listener: (event) =>
      routeMediaEvent(event, {
        callMedia,
        pager,
        qualityReports,
        recorder: recorder(),
        notices,
        log,
        talkersChanged,
        statisticsReported,
      }),
    log,
    nativeCore: resources.nativeCore,
  });
  parts.defer(() => engine.close());
  const speaks = (name: string): boolean => engine.speaks(name);
  const reportCodecs = (): void => {
    for (const refusal of refusedCodecs(store, speaks)) log.warn('media', refusal);
  };
  reportCodecs();
  parts.defer(store.subscribe('voip/codec/codec_info', reportCodecs));
  let copies: PacketMirror | undefined;
  let tellFlow: ((flow: MediaFlow) => void) | undefined;
  const qualityReports = new QualityReports({
    clock,
    log,
    macAddress: () => network.macAddress,
    settings: () => qualitySettings(store),
    callOf: (media) => switchboard().callBy(media),
    accountOf: (id) => {
      const line = lines().lineOf(id);
      return line === undefined ? undefined : lines().accountOf(line);
    },
  });
  const holdServers = new HoldServers({
    log,
    serverOf: (account) => {
      const line = lines().lineOf(account);
      return line === undefined ? '' : store.get(`voip/line/${line}/music_on_hold_server`);
    },
    place: (account, target, listener) => {
      const line = lines().lineOf(account);
      return line === undefined ? undefined : lines().accountOf(line)?.call(target, listener, { unseen: true });
    },
    join: (waiting, server) => callMedia.playCall(waiting, server),
  });
  const callMedia = new CallMedia({
    clock,
    log,
    random,
    fingerprint: () => certificateFingerprint(resources.nativeCore),
    nativeCore: resources.nativeCore,
    send: (command) => engine.send(command),
    settings: (account) => ({ ...mediaSettings(store, speaks, lines().lineOf(account)), ...(copies && { mirror: copies }) }),
    agreed: (media) => qualityReports.agreed(media),
    flowing: (flow) => tellFlow?.(flow),
    waiting: (calls) => holdServers.follow(calls),
    traversal: {
      digests: stunDigests,
      resolve: addressOfName,
      settings: (account) => mediaWays(store, lines().lineOf(account)),
    },
    dtmfLevels: () => dtmfLevels(store),
    digitHeard,
    canonicalName: Buffer.from(random.bytes(12)).toString('base64url'),
  });
  const pager = new Pager({
    log,
    send: (command) => engine.send(command),
    settings: () => pagingSettings(store),
    address: () => network.addresses.find(({ family }) => family === 4)?.address,
    portRange: () => mediaSettings(store, speaks, undefined).portRange,
    tos: () => store.get('voip/media/media_tos'),
    canonicalName: Buffer.from(random.bytes(12)).toString('base64url'),
    started: ({ index, name, priority }) => report({ type: 'pageStarted', group: index, name, priority }),
    ended: ({ index }) => report({ type: 'pageEnded', group: index }),
  });

  const closing = parts.move();
  return {
    engine,
    callMedia,
    pager,
    qualities,
    copyPackets: (to, flowing) => {
      copies = to;
      // The last figures of calls that were copied are of use after the copying has ended.
      tellFlow = flowing ?? tellFlow;
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}
