// How many packets went and came, in BYE and its answer: RTP-RxStat and RTP-TxStat as Cisco's phones write them, P-RTP-Stat as the SPA does.

import type { MediaStatistics, NegotiatedMedia } from '../media-session.ts';
import type { HeaderFields } from '../request/request-sending.ts';

export function statisticsFields(
  statistics: MediaStatistics | undefined,
  negotiated: NegotiatedMedia | undefined,
  durationMs: number,
): HeaderFields {
  if (statistics === undefined) return [];
  const durationS = Math.round(durationMs / 1000);
  const { packetsSent, bytesSent, packetsReceived, bytesReceived } = statistics;
  const lost = statistics.packetsLost ?? 0;
  const jitterMs = Math.round(statistics.jitterMs ?? 0);
  const latencyMs = Math.round((statistics.roundTripMs ?? 0) / 2);
  const encoder = negotiated?.send.name ?? '';
  const decoder = negotiated?.receive[0]?.name ?? encoder;
  const both = [`PS=${packetsSent}`, `OS=${bytesSent}`, `PR=${packetsReceived}`, `OR=${bytesReceived}`];
  return [
    [
      'RTP-RxStat',
      `Dur=${durationS},Pkt=${packetsReceived},Oct=${bytesReceived},LatePkt=${statistics.packetsLate ?? 0},LostPkt=${lost},AvgJit=${jitterMs}`,
    ],
    ['RTP-TxStat', `Dur=${durationS},Pkt=${packetsSent},Oct=${bytesSent}`],
    ['P-RTP-Stat', [...both, `PL=${lost}`, `JI=${jitterMs}`, `LA=${latencyMs}`, `EN=${encoder}`, `DE=${decoder}`].join(',')],
  ];
}
