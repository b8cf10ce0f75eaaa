import type { ReactNode } from 'react';

import type { MappingTest } from '../../shared/ota/mapping/try-mappings.ts';
import { useText } from '../text/text-context.tsx';

/** Rows beyond these are counted alone. */
const SHOWN = 200;

/** Which lines of a log meant what, and which rules no line fits. */
export function MappingFindings({ found }: { readonly found: MappingTest }): ReactNode {
  const t = useText();
  const { lines, byMapping, byEspIdf, unused, meant } = found;
  return (
    <>
      <p>{t('mapping:tried', { lines, byMapping, byEspIdf })}</p>
      {unused.map((rule) => (
        <p key={rule}>{t('mapping:unused', { rule })}</p>
      ))}
      {meant.length > 0 && (
        <div className="mapping-found">
          <table>
            <thead>
              <tr>
                <th scope="col">{t('mapping:line')}</th>
                <th scope="col">{t('mapping:meaning')}</th>
                <th scope="col">{t('mapping:text')}</th>
              </tr>
            </thead>
            <tbody>
              {meant.slice(0, SHOWN).map(({ line, event, by, text }) => (
                <tr key={line}>
                  <td>{line}</td>
                  <td>
                    {event.kind} · {t(by === 'mapping' ? 'mapping:byMapping' : 'mapping:byEspIdf')}
                  </td>
                  <td>
                    <code>{text}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
