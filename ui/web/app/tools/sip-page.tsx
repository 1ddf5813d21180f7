// SIP conversations, each as a ladder: who said what to whom, and the text of a message beside it.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ConversationEntry, LadderWithTexts } from '../../../administration/diagnostics.ts';
import { useAsked } from '../asked.ts';
import { Waiting } from '../parts.tsx';
import { t } from '../text/words.ts';

const everyMs = 3000;

const [columnWidth, rowHeight, headHeight, margin] = [280, 36, 40, 100];

function Drawing({ ladder: { parties, rungs } }: { readonly ladder: LadderWithTexts }): JSX.Element {
  const [width, height] = [2 * margin + (parties.length - 1) * columnWidth, headHeight + rungs.length * rowHeight + 16];
  const x = (party: number): number => margin + party * columnWidth;
  return (
    <svg
      class="ladder"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={t('The messages as arrows; their texts stand below')}
    >
      <defs>
        <marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">
          <path d="M0 0 8 4 0 8z" />
        </marker>
      </defs>
      {parties.map((party, index) => (
        <g key={party}>
          <text class="party" x={x(index)} y={20} text-anchor="middle">
            {party}
          </text>
          <line class="life" x1={x(index)} x2={x(index)} y1={headHeight - 8} y2={height} />
        </g>
      ))}
      {rungs.map(({ from, to, label, repeated }, index) => {
        const y = headHeight + (index + 1) * rowHeight - 8;
        return (
          <g key={`${index}`} class={repeated ? 'repeated' : ''}>
            <text x={(x(from) + x(to)) / 2} y={y - 6} text-anchor="middle">
              {label}
            </text>
            <line class="said" x1={x(from)} x2={x(to)} y1={y} y2={y} marker-end="url(#arrow)" />
          </g>
        );
      })}
    </svg>
  );
}

function Ladder({ callId }: { readonly callId: string }): JSX.Element {
  const asked = useAsked<LadderWithTexts>(`/api/sip/ladder?callId=${encodeURIComponent(callId)}`, everyMs);
  const ladder = asked.value;
  if (ladder === undefined) return <Waiting asked={asked} />;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard */}
      <section class="card scrolls" aria-label={t('Ladder')} tabIndex={0}>
        <Drawing ladder={ladder} />
      </section>
      <section class="card" aria-label={t('Messages')}>
        {ladder.rungs.map(({ afterMs, from, label, repeated }, index) => (
          <details key={`${index}`}>
            <summary>
              <span class="figures second">{(afterMs / 1000).toFixed(3)} s</span> {from === 0 ? 'sent' : 'received'}{' '}
              <strong>{label}</strong>
              {repeated && <span class="tag">{t('again')}</span>}
            </summary>
            <pre>{ladder.texts[index]}</pre>
          </details>
        ))}
      </section>
    </>
  );
}

export function SipPage(): JSX.Element {
  const asked = useAsked<readonly ConversationEntry[]>('/api/sip', everyMs);
  const [chosen, choose] = useState<string>();
  const conversations = asked.value ?? [];
  return (
    <>
      <h1>{t('SIP conversations')}</h1>
      <Waiting asked={asked} />
      {asked.value !== undefined && conversations.length === 0 && <p class="empty">{t('Nothing has been said yet.')}</p>}
      {conversations.length > 0 && (
        <div class="card scrolls">
          <table>
            <thead>
              <tr>
                <th scope="col">{t('Conversation')}</th>
                <th scope="col">{t('With')}</th>
                <th scope="col">{t('Messages')}</th>
                <th scope="col">{t('Last')}</th>
              </tr>
            </thead>
            <tbody>
              {conversations.map(({ callId, method, remote, messages, atMs }) => (
                <tr key={callId} class={callId === chosen ? 'chosen' : ''}>
                  <td>
                    <button type="button" class="quiet" aria-pressed={callId === chosen} onClick={() => choose(callId)}>
                      {method}
                    </button>
                  </td>
                  <td>{remote}</td>
                  <td class="figures">{messages}</td>
                  <td class="figures">{new Date(atMs).toLocaleTimeString()}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {chosen !== undefined && <Ladder key={chosen} callId={chosen} />}
    </>
  );
}
