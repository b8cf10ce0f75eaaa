import './log-lines.css';

import { useVirtualizer } from '@tanstack/react-virtual';
import type { ReactNode, RefObject } from 'react';
import { useLayoutEffect } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { useText } from '../text/text-context.tsx';
import { Row } from './log-row.tsx';
import type { ShownLog } from './use-log.ts';
import { usePause } from './use-pause.ts';

const ROW_PX = 18;

interface LogLinesProps {
  readonly shown: ShownLog;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly following: boolean;
  readonly onFollow: (following: boolean) => void;
  readonly onUnfold: (firstSeq: number) => void;
}

/** The rows that are in sight. */
export function LogLines(props: LogLinesProps): ReactNode {
  const { shown, scroller, following, onFollow, onUnfold } = props;
  const { view, log, version } = shown;
  const t = useText();
  const { board, state, dispatch } = useBench();
  const virtualizer = useVirtualizer({
    count: view.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const pointedSeq = state.pointer?.deviceId === board?.deviceId ? (state.pointer?.seq ?? null) : null;
  usePause(scroller, following, onFollow);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (following && box !== null && version !== '') box.scrollTop = box.scrollHeight;
  }, [following, version, scroller]);

  return (
    <div ref={scroller} className="lines">
      <ul
        className="all"
        aria-label={t('page:logLines')}
        data-testid="log-lines"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = view.rows[index];
          if (row === undefined) return null;
          return (
            <Row
              key={index}
              row={row}
              top={start}
              log={log}
              t={t}
              pointed={row.kind === 'line' && row.seq === pointedSeq}
              onStage={(stage) => dispatch({ kind: 'lightStage', stage })}
              onUnfold={onUnfold}
            />
          );
        })}
      </ul>
    </div>
  );
}
