import '../verdict/sides-said.css';

import type { ReactNode } from 'react';

import type { FaultResult } from '../../shared/faults/fault-values.ts';
import type { Said } from '../../shared/ota/session-view.ts';
import { useBench } from '../bench/bench-context.tsx';
import { clockText } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';

interface FaultSidesProps {
  readonly result: FaultResult;
  readonly deviceId: string;
}

/** The board's words and the server's, one above the other. */
export function FaultSides({ result, deviceId }: FaultSidesProps): ReactNode {
  const t = useText();
  return (
    <div className="sides">
      <Side
        title={t('page:boardSaid')}
        said={result.boardSaid}
        silent={t('page:boardSaidNothingOfIt')}
        deviceId={deviceId}
      />
      <Side
        title={t('page:serverSaw')}
        said={result.serverSaw}
        silent={t('page:serverSawNothing')}
        deviceId={deviceId}
      />
    </div>
  );
}

interface SideProps {
  readonly title: string;
  readonly said: Said | null;
  readonly silent: string;
  readonly deviceId: string;
}

function Side({ title, said, silent, deviceId }: SideProps): ReactNode {
  const t = useText();
  const { dispatch } = useBench();
  const seq = said?.logSeq ?? null;
  return (
    <figure>
      <figcaption>
        <b>{title}</b>
        {said !== null && seq === null && <span>{clockText(said.atMs, true)}</span>}
        {seq !== null && (
          <button
            type="button"
            className="link"
            onClick={() => {
              dispatch({ kind: 'selectBoard', deviceId });
              dispatch({ kind: 'pointToLine', deviceId, seq });
            }}
          >
            {t('page:lineNumber', { line: seq })}
          </button>
        )}
      </figcaption>
      {said === null ? <p>{silent}</p> : <code className={`level-${levelOf(said.text)}`}>{said.text}</code>}
    </figure>
  );
}

/** The level letter of an ESP-IDF line; plain for anything else. */
function levelOf(text: string): string {
  return /^([EW]) \(/.exec(text)?.[1] ?? 'plain';
}
