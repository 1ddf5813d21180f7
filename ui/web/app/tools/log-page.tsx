// The log as it grows: by severity, module and words.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { LogLine, Severity } from '../../../administration/diagnostics.ts';
import { useAsked } from '../asked.ts';
import { Waiting } from '../parts.tsx';
import { rich, t, words } from '../text/words.ts';

const everyMs = 2000;
const severities: Readonly<Record<Severity, string>> = words({
  debug: 'Everything',
  info: 'Information',
  warn: 'Warnings',
  error: 'Errors',
});

interface Log {
  readonly topics: readonly string[];
  readonly lines: readonly LogLine[];
}

export function LogPage(): JSX.Element {
  const [severity, setSeverity] = useState<Severity>('info');
  const [topic, setTopic] = useState('');
  const [text, setText] = useState('');
  const [paused, pause] = useState(false);
  const query = new URLSearchParams({ severity, ...(topic && { topic }), ...(text && { search: text }) });
  const asked = useAsked<Log>(`/api/log?${query}`, paused ? undefined : everyMs);
  const lines = asked.value?.lines ?? [];
  return (
    <>
      <h1>{t('Log')}</h1>
      <div class="filters">
        <div>
          <label for="severity">{t('At least')}</label>
          <select id="severity" value={severity} onChange={(event) => setSeverity(event.currentTarget.value as Severity)}>
            {Object.entries(severities).map(([value, name]) => (
              <option key={value} value={value}>
                {t(name)}
              </option>
            ))}
          </select>
        </div>
        <div>
          <label for="topic">{t('Module')}</label>
          <select id="topic" value={topic} onChange={(event) => setTopic(event.currentTarget.value)}>
            <option value="">{t('All')}</option>
            {asked.value?.topics.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </div>
        <div class="grow">
          <label for="log-words">{t('Words')}</label>
          <input id="log-words" type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </div>
        <button type="button" aria-pressed={paused} onClick={() => pause(!paused)}>
          {paused ? t('Go on') : t('Pause')}
        </button>
      </div>
      <p class="help">
        {rich('How much each module says, and where to, stands under {1}.', {
          1: <a href="#/parameters/syslog">{t('Syslog')}</a>,
        })}
      </p>
      <Waiting asked={asked} />
      {asked.value !== undefined && lines.length === 0 && <p class="empty">{t('No line fits.')}</p>}
      {lines.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard
        <section class="card scrolls log" aria-label={t('Lines')} tabIndex={0}>
          <table>
            <thead class="unseen">
              <tr>
                <th scope="col">{t('Time')}</th>
                <th scope="col">{t('Severity')}</th>
                <th scope="col">{t('Module')}</th>
                <th scope="col">{t('Text')}</th>
              </tr>
            </thead>
            <tbody>
              {lines.toReversed().map((line) => (
                <tr key={line.number} class={line.severity}>
                  <td class="figures">{new Date(line.atMs).toLocaleTimeString()}</td>
                  <td>{line.severity}</td>
                  <td>{line.topic}</td>
                  <td>{line.text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}
