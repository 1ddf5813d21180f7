// What settings are, and what they would be.

import type { JSX } from 'preact';
import type { ParameterDifference } from '../../../administration.ts';
import { t } from '../text/words.ts';

export function Differences({ differences }: { readonly differences: readonly ParameterDifference[] }): JSX.Element {
  return (
    <div class="scrolls">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('Setting')}</th>
            <th scope="col">{t('Now')}</th>
            <th scope="col">{t('Then')}</th>
            <th scope="col">{t('When')}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ path, title, from, to, needsRestart }) => (
            <tr key={path}>
              <th scope="row">
                {title}
                <br />
                <code>{path}</code>
              </th>
              <td>{from || 'empty'}</td>
              <td>{to || 'empty'}</td>
              <td>{needsRestart ? 'at the next start' : 'at once'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
