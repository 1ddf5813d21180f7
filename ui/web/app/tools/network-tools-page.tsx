// Is something there, and by which way: ping and traceroute from the phone; and a recording of its own packets.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { CaptureState, ProbeResult } from '../../../administration/diagnostics.ts';
import { useAsked, useDeed } from '../asked.ts';
import { bytes, Field, Section, Told, textsOf } from '../parts.tsx';
import { t } from '../text/words.ts';

const everyMs = 1000;

function Probe(): JSX.Element {
  const deed = useDeed();
  const [kind, setKind] = useState<'ping' | 'traceroute'>('ping');
  const [begun, begin] = useState(false);
  const asked = useAsked<ProbeResult>('/api/diagnostics/probe', begun ? everyMs : undefined);
  const result = asked.value;
  const running = begun && result?.finished === false;
  return (
    <Section id="probe" title={t('Ping and traceroute')}>
      <form
        onSubmit={(event) => {
          const { address } = textsOf(event);
          void deed.run('POST', `/api/diagnostics/${kind}`, { address }, '', asked.again).then((started) => {
            if (started !== undefined) begin(true);
          });
        }}
      >
        <Field label={t('Host name or address')} id="address" placeholder={t('pbx.example.com')} />
        <div class="actions start">
          <button type="submit" class="main" onClick={() => setKind('ping')} disabled={running}>
            {t('Ping')}
          </button>
          <button type="submit" onClick={() => setKind('traceroute')} disabled={running}>
            {t('Traceroute')}
          </button>
          {running && (
            <button
              type="button"
              onClick={() => void deed.run('DELETE', '/api/diagnostics/probe', undefined, t('Stopped.'), asked.again)}
            >
              {t('Stop')}
            </button>
          )}
        </div>
      </form>
      <Told deed={deed} />
      {begun && result !== undefined && (
        <>
          {running && <progress aria-label={t('Running')} />}
          <pre aria-live="polite">{result.lines.join('\n')}</pre>
          {result.finished && result.failed && <p class="error">{t('Nothing came back.')}</p>}
        </>
      )}
    </Section>
  );
}

function Capture(): JSX.Element {
  const deed = useDeed();
  const [media, setMedia] = useState(false);
  const asked = useAsked<CaptureState>('/api/capture', everyMs);
  const state = asked.value;
  const run = (method: string, done: string): void => {
    void deed.run(method, '/api/capture', method === 'POST' ? { media } : undefined, done, asked.again);
  };
  return (
    <Section id="capture" title={t('Packet recording')}>
      <p>
        {t(
          'The phone’s own SIP, and its voice where that is wanted, as a file that Wireshark reads. Secrets are struck out of SIP.',
        )}
      </p>
      {state !== undefined && (
        <p class="figures">
          {state.running && t('Recording: ')}
          {t('{packets} packets, {size}', { packets: state.packets, size: bytes(state.bytes) })}
          {state.overflowed && ` · ${t('The oldest went when the newest came.')}`}
        </p>
      )}
      <p class="check">
        <input type="checkbox" id="with-media" checked={media} onChange={(event) => setMedia(event.currentTarget.checked)} />
        <label for="with-media">{t('Voice, too, of calls that begin from now on')}</label>
      </p>
      <div class="actions start">
        {state?.running ? (
          <button type="button" onClick={() => run('DELETE', t('Stopped.'))}>
            {t('Stop')}
          </button>
        ) : (
          <button type="button" class="main" onClick={() => run('POST', t('Recording.'))}>
            {t('Record')}
          </button>
        )}
        {state !== undefined && state.packets > 0 && (
          <a class="button" href="/api/capture/file" download="phone.pcap">
            {t('Download')}
          </a>
        )}
      </div>
      <Told deed={deed} />
    </Section>
  );
}

export function NetworkToolsPage(): JSX.Element {
  return (
    <>
      <h1>{t('Network tools')}</h1>
      <Probe />
      <Capture />
    </>
  );
}
