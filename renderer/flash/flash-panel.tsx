import './flash.css';

import type { ReactNode } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { sizeText } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { DigestTable } from './digest-table.tsx';
import { flashLayout } from './flash-layout.ts';
import { FlashMap } from './flash-map.tsx';

/** The board's flash and the digests it reports; says what fills them while they are not known. */
export function FlashPanel(): ReactNode {
  const t = useText();
  const { board, session } = useBench();
  const layout = board === null ? null : flashLayout(board.facts);
  const compared = session?.after.sha256 != null;
  return (
    <>
      <section aria-labelledby="flash-title">
        <h2 id="flash-title">
          {t('page:flash')}
          {layout !== null && (
            <small>
              {t(layout.sizeIsKnown ? 'page:sizeToScale' : 'page:atLeastToScale', {
                size: sizeText(layout.sizeBytes),
              })}
            </small>
          )}
        </h2>
        {board === null || layout === null ? (
          <p className="fills">{t('page:flashFills')}</p>
        ) : (
          <FlashMap board={board} layout={layout} />
        )}
      </section>
      <section aria-labelledby="sha-title">
        <h2 id="sha-title">
          SHA-256
          <small>{t(compared ? 'page:beforeAndAfter' : 'page:asBoardReported')}</small>
        </h2>
        {board === null ? (
          <p className="fills">{t('page:digestsFill')}</p>
        ) : (
          <DigestTable board={board} session={session} />
        )}
      </section>
    </>
  );
}
