import './evidence.css';

import type { ReactNode } from 'react';

import type { BoardState } from '../../shared/contract/values.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import type { EvidenceRow } from './evidence-text.ts';
import { evidenceRows } from './evidence-text.ts';

interface EvidenceProps {
  readonly session: SessionView;
  readonly board: BoardState;
}

/** What the verdict rests on: before, expected, and after, which stays empty until the board has said it. */
export function Evidence({ session, board }: EvidenceProps): ReactNode {
  const t = useText();
  return (
    <table className="evidence" aria-label={t('page:evidence')}>
      <thead>
        <tr>
          <th aria-label={t('page:evidence')} />
          <th scope="col">{t('page:before')}</th>
          <th scope="col">{t('page:expected')}</th>
          <th scope="col">{t('page:after')}</th>
          <th aria-label={t('page:agrees')} />
        </tr>
      </thead>
      <tbody>
        {evidenceRows(t, session, board.facts).map((row) => (
          <tr key={row.name}>
            <th scope="row">{row.name}</th>
            <td>
              <code>{row.before}</code>
            </td>
            <td>
              <code>{row.expected}</code>
            </td>
            <td>{row.after === null ? <span className="mute">·····</span> : <code>{row.after}</code>}</td>
            <td>
              <Agreement row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Agreement({ row }: { readonly row: EvidenceRow }): ReactNode {
  const t = useText();
  if (row.agrees === null) return <Glyph name="idle" />;
  return (
    <span role="img" aria-label={t(row.agrees ? 'page:agrees' : 'page:differs')}>
      <Glyph name={row.agrees ? 'confirmed' : 'failed'} />
    </span>
  );
}
