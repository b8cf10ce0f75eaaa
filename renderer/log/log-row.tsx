import type { ReactNode } from 'react';

import type { LogEntry } from '../../shared/log/log-entry.ts';
import type { Stage } from '../../shared/ota/stage.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { clockText } from '../text/format.ts';
import type { BoardLog } from './board-log.ts';
import type { LogRow } from './log-view.ts';
import { foldedText } from './log-view.ts';

interface RowProps {
  readonly row: LogRow;
  /** Where it stands in the list, in pixels. */
  readonly top: number;
  readonly log: BoardLog;
  readonly t: Translator;
  readonly pointed: boolean;
  readonly onStage: (stage: Stage) => void;
  readonly onUnfold: (firstSeq: number) => void;
}

const MARKS = { board: '', server: '»', workbench: '' } as const;

/** One row of the log. What is not the board's own word begins with `---`, as in the ESP-IDF monitor. */
export function Row(props: RowProps): ReactNode {
  const { row, log } = props;
  const entry = log.get(row.kind === 'line' ? row.seq : row.firstSeq);
  if (entry === undefined) return null;
  return row.kind === 'fold' ? (
    <Fold {...props} row={row} entry={entry} />
  ) : (
    <Line {...props} entry={entry} />
  );
}

function Line({ entry, top, t, pointed, onStage }: RowProps & { readonly entry: LogEntry }): ReactNode {
  const { source, level, tag, deviceTimeMs, stage, cut } = entry;
  return (
    <li
      style={{ transform: `translateY(${top}px)` }}
      className={`l ${source} ${level ?? ''}`}
      data-pointed={pointed || undefined}
      data-hit={stage !== null || undefined}
    >
      <time>{clockText(entry.receivedAtMs, true)}</time>
      {stage === null ? (
        <em />
      ) : (
        <button type="button" className="stage" onClick={() => onStage(stage)}>
          {t(`stages:${stage}`)}
        </button>
      )}
      <i>{level ?? MARKS[source]}</i>
      <span className="ms">{deviceTimeMs}</span>
      <b>{tag ?? t(`page:source_${source}`)}</b>
      <code>
        {source === 'workbench' && '--- '}
        {entry.text}
        {cut !== null && (
          <span className="cut">{t(cut === 'partial' ? 'page:linePartial' : 'page:lineBroken')}</span>
        )}
      </code>
    </li>
  );
}

interface FoldProps extends RowProps {
  readonly row: Extract<LogRow, { kind: 'fold' }>;
  readonly entry: LogEntry;
}

function Fold({ row, entry, top, log, t, onUnfold }: FoldProps): ReactNode {
  const last = log.get(row.lastSeq) ?? entry;
  return (
    <li className="l workbench fold" style={{ transform: `translateY(${top}px)` }}>
      <time>{clockText(last.receivedAtMs, true)}</time>
      <em />
      <i />
      <span className="ms" />
      <b>{t('page:source_workbench')}</b>
      <button type="button" className="alike" title={t('page:unfold')} onClick={() => onUnfold(row.firstSeq)}>
        --- {t('page:linesAlike', { count: row.count, text: foldedText(entry.text, last.text) })}
      </button>
    </li>
  );
}
