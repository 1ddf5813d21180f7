// Who is told how a call was heard, when, and when not.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AgreedMedia } from '#firmware/calls/call-media';
import { QualityReports, type ReportSettings } from '#firmware/calls/quality-reports';
import type { Dialog } from '#sip/dialog/dialog';
import { parseNameAddr } from '#sip/message/name-addr';
import { serializeUri } from '#sip/message/uri';
import type { CallDialog } from '#sip/ua/call/call-dialog';
import type { PublicationRequest } from '#sip/ua/publication/publication';
import type { PublicationEvent } from '#sip/ua/publication/publication-machine';
import { FakeClock } from '#test/support/fake-clock';
import { MemoryLog } from '#test/support/memory-log';
import { sessionStatistics, voiceQuality } from '#test/support/session-statistics';
import { accountSettings } from '#test/support/virtual-phone';

const pcmu = { name: 'PCMU', clockRateHz: 8000, channels: 1, payloadType: 0, packetTimeMs: 20, formatParameters: undefined };

const media = (session: number): AgreedMedia => ({
  session,
  context: {
    accountId: 'line1',
    id: 'a',
    callId: 'c1',
    signallingSecured: false,
    local: { family: 4, address: '10.0.0.1' },
    listener: () => {},
  },
  local: { address: '10.0.0.1', family: 4, rtpPort: 5000, rtcpPort: 5001, codecs: [], packetTimeMs: 20, telephoneEvent: true },
  negotiated: {
    remoteAddress: '10.0.0.2',
    remoteRtpPort: 4000,
    remoteRtcpPort: 4001,
    direction: 'sendrecv',
    heldByRemote: false,
    send: pcmu,
    receive: [pcmu],
    telephoneEvent: { send: 101, receive: 101 },
  },
});

interface World {
  readonly clock: FakeClock;
  readonly reports: QualityReports;
  readonly published: PublicationRequest[];
  readonly closed: number[];
  readonly texts: () => readonly string[];
  state: CallDialog['state'];
  direction: 'outgoing' | 'incoming';
  answer: (event: PublicationEvent) => void;
}

function world(changes: Partial<ReportSettings> = {}): World {
  const clock = new FakeClock();
  const published: PublicationRequest[] = [];
  const closed: number[] = [];
  const dialog = {
    callId: 'c1',
    localTag: 'ours',
    remoteTag: 'theirs',
    local: parseNameAddr('<sip:1001@example.org>'),
    remote: parseNameAddr('"Bill" <sip:bill@example.net>'),
  } as Dialog;
  const reports = new QualityReports({
    clock,
    log: new MemoryLog(),
    settings: () => ({ publishes: true, collector: '', intervalMs: 0, ...changes }),
    macAddress: () => '00:90:8F:01:02:03',
    callOf: (id) => (id === 'a' ? { direction: it.direction, dialogs: [{ dialog, state: it.state } as CallDialog] } : undefined),
    accountOf: (id) =>
      id === 'line1'
        ? {
            settings: accountSettings(),
            publish: (request, listener) => {
              const index = published.push(request) - 1;
              it.answer = listener;
              return { update: () => {}, close: () => void closed.push(index) };
            },
          }
        : undefined,
  });
  const it: World = {
    clock,
    reports,
    published,
    closed,
    texts: () => published.map(({ body }) => new TextDecoder().decode(body)),
    state: 'confirmed',
    direction: 'outgoing',
    answer: () => {},
  };
  return it;
}

const turn = (): Promise<void> => Promise.resolve();

describe('reports of quality', () => {
  it('go out once, when the media has closed, with what was known while the call lived', async () => {
    const { clock, reports, published, texts } = world();
    reports.agreed(media(1));
    await turn();
    clock.advance(5000);
    reports.onMediaEvent({ type: 'qualityReported', session: 1, statistics: sessionStatistics(), final: false });
    assert.equal(published.length, 0);
    const heard = voiceQuality({ lossRate: 0.05 });
    const statistics = sessionStatistics({ heard, bufferLimitMs: 160 });
    reports.onMediaEvent({ type: 'qualityReported', session: 1, statistics, final: true });
    assert.deepEqual(
      published.map(({ event, contentType, expiresS, target }) => [event, contentType, expiresS, target]),
      [['vq-rtcpxr', 'application/vq-rtcpxr', undefined, undefined]],
    );
    const [text] = texts();
    assert.match(text ?? '', /^VQSessionReport: CallTerm\r\nCallID: c1\r\nLocalID: <sip:1001@example.org>\r/);
    assert.match(text ?? '', /OrigID: <sip:1001@example.org>\r\nLocalAddr: IP=10.0.0.1 PORT=5000 SSRC=0x12345678\r/);
    assert.match(text ?? '', /LocalMAC: 00:90:8F:01:02:03\r/i);
    assert.match(text ?? '', /SessionDesc: PT=0 PD=PCMU /);
    assert.match(text ?? '', /JitterBuffer: .* JBM=40 JBX=160\r/);
    assert.match(text ?? '', /PacketLoss: NLR=5\.00 /);
    assert.match(text ?? '', /to-tag=theirs;from-tag=ours/);
    reports.onMediaEvent({ type: 'qualityReported', session: 1, statistics: sessionStatistics(), final: true });
    assert.equal(published.length, 1);
  });

  it('of a call that came name the other side as the caller, and what it told', async () => {
    const it = world();
    it.direction = 'incoming';
    it.reports.agreed(media(1));
    await turn();
    const statistics = sessionStatistics({ remoteHeard: voiceQuality({ lossRate: 0.25 }) });
    it.reports.onMediaEvent({ type: 'qualityReported', session: 1, statistics, final: true });
    const [text] = it.texts();
    assert.match(text ?? '', /OrigID: <sip:bill@example.net>\r/);
    assert.match(text ?? '', /to-tag=ours;from-tag=theirs/);
    assert.match(text ?? '', /RemoteMetrics:\r\n[\s\S]*NLR=25\.00/);
  });

  it('are not made of a call that nobody answered, nor where they are switched off', async () => {
    const early = world();
    early.state = 'early';
    const off = world({ publishes: false });
    for (const { reports, published } of [early, off]) {
      reports.agreed(media(1));
      await turn();
      reports.onMediaEvent({ type: 'qualityReported', session: 1, statistics: sessionStatistics(), final: true });
      assert.equal(published.length, 0);
    }
  });

  it('go to the collector that is set, and nowhere when that is no address', async () => {
    for (const [collector, expected] of [
      ['sip:collector@10.0.0.9:5070', ['sip:collector@10.0.0.9:5070']],
      ['quality', ['sip:quality@10.0.0.9']],
      ['sip:', []],
    ] as const) {
      const { reports, published } = world({ collector });
      reports.agreed(media(1));
      await turn();
      reports.onMediaEvent({ type: 'qualityReported', session: 1, statistics: sessionStatistics(), final: true });
      assert.deepEqual(
        published.map(({ target }) => target && serializeUri(target)),
        expected,
      );
    }
  });

  it('of a part of a call come after the interval', async () => {
    const { clock, reports, texts } = world({ intervalMs: 10_000 });
    reports.agreed(media(1));
    await turn();
    for (let report = 0; report < 4; report++) {
      clock.advance(5000);
      reports.onMediaEvent({ type: 'qualityReported', session: 1, statistics: sessionStatistics(), final: false });
    }
    assert.equal(texts().length, 2);
    assert.match(texts()[1] ?? '', /^VQIntervalReport\r\n/);
  });

  it('that nobody takes do not gather: of more than 16 the oldest are given up', async () => {
    const it = world();
    for (let session = 1; session <= 20; session++) {
      it.reports.agreed(media(session));
      await turn();
      it.reports.onMediaEvent({ type: 'qualityReported', session, statistics: sessionStatistics(), final: true });
      if (session === 1) it.answer({ type: 'published', expiresS: 0 });
    }
    assert.deepEqual(it.closed, [1, 2, 3]);
  });
});
