// How the calls sound now: the figures of each, and how its rating went in the last two minutes.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CallQuality } from '../../../call-quality.ts';
import type { ServerConference } from '../../../conference-snapshot.ts';
import type { CallSnapshot } from '../../../phone.ts';
import type { PageProps } from '../pages.ts';
import { Facts } from '../parts.tsx';
import { t } from '../text/words.ts';

const keptSamples = 120;
const [width, height] = [480, 96];
/** Of R, ITU-T G.107. */
const highest = 100;
/** Below it many are dissatisfied (G.109). */
const lowest = 60;

function Chart({ ratings }: { readonly ratings: readonly number[] }): JSX.Element {
  const x = (index: number): number => (index * width) / (keptSamples - 1);
  const y = (rating: number): number => height - (rating / highest) * height;
  const points = ratings.map((rating, index) => `${x(index).toFixed(1)},${y(rating).toFixed(1)}`).join(' ');
  const last = ratings.at(-1);
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={t('Rating, now {1} of 100', { 1: last?.toFixed(0) ?? t('unknown') })}
    >
      <line class="limit" x1="0" x2={width} y1={y(lowest)} y2={y(lowest)} />
      <polyline points={points} />
    </svg>
  );
}

function share(value: number | undefined | null): string {
  return value == null ? t('unknown') : `${(100 * value).toFixed(1)} %`;
}

function ms(value: number | undefined | null): string {
  return value == null ? t('unknown') : `${Math.round(value)} ms`;
}

function figures(quality: CallQuality): readonly (readonly [string, string])[] {
  return [
    [
      t('Score of the conversation'),
      quality.score == null ? t('unknown') : t('{score} of {most}', { score: quality.score.toFixed(1), most: 4.5 }),
    ],
    [
      t('Rating'),
      quality.rating == null ? t('unknown') : t('{score} of {most}', { score: quality.rating.toFixed(0), most: 100 }),
    ],
    [t('Lost'), share(quality.lossShare)],
    [t('Too late'), share(quality.lateShare)],
    [t('Jitter'), ms(quality.jitterMs)],
    [t('Waits in the phone'), ms(quality.bufferMs)],
    [t('There and back'), ms(quality.roundTripMs)],
    [t('Packets sent'), String(quality.packetsSent)],
    [t('Packets received'), String(quality.packetsReceived)],
    [t('Lost at the other side'), share(quality.remoteLossShare)],
  ];
}

/** Whom the server names; how many there are where it names nobody. */
function taking({ count, others }: ServerConference): string {
  if (others.length > 0) return others.map(({ name, number }) => name ?? number).join(', ');
  return count == null ? t('unknown') : String(count);
}

function conferenceFacts(call: CallSnapshot | undefined): readonly (readonly [string, string])[] {
  // Absent values are null in the page's state.
  return call?.conference == null ? [] : [[t('In the conference'), taking(call.conference)]];
}

export function CallQualityPage({ live }: PageProps): JSX.Element {
  const kept = useRef(new Map<string, number[]>());
  const [, draw] = useState(0);
  const qualities = live.phone?.qualities ?? [];
  useEffect(() => {
    const timer = setInterval(() => draw((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    for (const { call, rating } of qualities) {
      const ratings = kept.current.get(call) ?? [];
      if (rating != null) ratings.push(rating);
      kept.current.set(call, ratings.slice(-keptSamples));
    }
  }, [live]);
  const callOf = (id: string): CallSnapshot | undefined => live.phone?.calls.find((each) => each.id === id);
  const nameOf = (id: string): string => {
    const call = callOf(id);
    return call === undefined ? t('Call') : (call.remote.name ?? call.remote.number);
  };
  return (
    <>
      <h1>{t('Calls and quality')}</h1>
      {qualities.length === 0 && <p class="empty">{t('No call is going on. Its figures stand here while one is.')}</p>}
      {qualities.map((quality) => (
        <section key={quality.call} class="card" aria-label={nameOf(quality.call)}>
          <h2>{nameOf(quality.call)}</h2>
          <Chart ratings={kept.current.get(quality.call) ?? []} />
          <Facts facts={[...conferenceFacts(callOf(quality.call)), ...figures(quality)]} />
        </section>
      ))}
    </>
  );
}
