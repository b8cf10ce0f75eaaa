import type { ReactNode } from 'react';
import { useState } from 'react';

import type { PushRecord } from '../../shared/contract/values.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { useBoards, useStateOf } from '../client/context.tsx';
import { dateText, durationText } from '../text/format.ts';
import { outcomeWord } from '../text/outcome-word.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';

/** Of a long history, the rest is shown when it is asked for. */
const FIRST = 20;

/** Every push of an image, newest first, by its verdict. Null until it is read. */
export function PushHistory({ pushes }: { readonly pushes: readonly PushRecord[] | null }): ReactNode {
  const t = useText();
  const boards = useBoards();
  const names = useStateOf('settings')?.boardNames ?? {};
  const [whole, setWhole] = useState(false);
  if (pushes === null) return null;
  const newestFirst = pushes.toReversed();
  const nameOf = (deviceId: string): string =>
    boards.find((board) => board.deviceId === deviceId)?.name ?? names[deviceId] ?? deviceId;
  return (
    <section className="history" aria-label={t('page:pushes')}>
      <h3>{t('page:pushes')}</h3>
      {pushes.length === 0 ? (
        <p>{t('page:neverPushed')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('page:verdict')}</th>
              <th scope="col">{t('page:board')}</th>
              <th scope="col">{t('page:when')}</th>
              <th scope="col">{t('page:duration')}</th>
            </tr>
          </thead>
          <tbody>
            {newestFirst.slice(0, whole ? undefined : FIRST).map((push) => (
              <Push key={push.pushId} t={t} push={push} board={nameOf(push.deviceId)} />
            ))}
          </tbody>
        </table>
      )}
      {!whole && pushes.length > FIRST && (
        <button type="button" className="link" onClick={() => setWhole(true)}>
          {t('page:showAll', { count: pushes.length })}
        </button>
      )}
    </section>
  );
}

interface PushProps {
  readonly t: Translator;
  readonly push: PushRecord;
  readonly board: string;
}

function Push({ t, push, board }: PushProps): ReactNode {
  return (
    <tr>
      <td title={push.code ?? undefined}>
        <Glyph name={push.outcome} /> {outcomeWord(t, push.outcome)}
      </td>
      <td title={push.deviceId}>{board}</td>
      <td>{dateText(push.atMs)}</td>
      <td>{durationText(push.durationMs)}</td>
    </tr>
  );
}
