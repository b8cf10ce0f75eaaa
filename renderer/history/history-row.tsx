import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';

import type { HistoryEntry, HistoryPush, HistoryRun } from '../../shared/contract/history-values.ts';
import { dateText, durationText } from '../text/format.ts';
import { outcomeWord } from '../text/outcome-word.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { entryId, entryLabel, pushTitle, runGlyph, runText } from './history-text.ts';

interface HistoryRowProps {
  readonly entry: HistoryEntry;
  /** Pixels from the start of the list. */
  readonly top: number;
  /** From 1, among `count` rows, most of which are not drawn. */
  readonly position: number;
  readonly count: number;
  readonly selected: boolean;
  /** The one that others are compared with. */
  readonly isBase: boolean;
  readonly onSelect: (entry: HistoryEntry) => void;
}

/** One update or run of the history. */
export function HistoryRow(props: HistoryRowProps): ReactNode {
  const t = useText();
  const { entry, onSelect } = props;
  return (
    <UnstyledButton
      id={historyRowId(entryId(entry))}
      className="row"
      role="option"
      tabIndex={-1}
      aria-selected={props.selected}
      aria-setsize={props.count}
      aria-posinset={props.position}
      aria-label={entryLabel(t, entry)}
      data-base={props.isBase || undefined}
      style={{ top: props.top }}
      onClick={() => onSelect(entry)}
    >
      {entry.kind === 'push' ? <PushCells push={entry} /> : <RunCells run={entry} />}
      <span>{dateText(entry.atMs)}</span>
      <span className="figure">{durationText(entry.durationMs)}</span>
    </UnstyledButton>
  );
}

function PushCells({ push }: { readonly push: HistoryPush }): ReactNode {
  const t = useText();
  return (
    <>
      <span className="verdict-cell">
        <Glyph name={push.outcome} />
        <span>
          <b>{outcomeWord(t, push.outcome)}</b>
          {push.watch?.outcome === 'unstable' ? (
            <small className="tone-err">{t('history:watch_unstable')}</small>
          ) : (
            push.code !== null && <small>{push.code}</small>
          )}
        </span>
      </span>
      <span className="name">
        <b>{pushTitle(push)}</b>
        <small>{push.fileName}</small>
      </span>
      <span className="name">
        <span>{push.boardName}</span>
        <small>{push.chip ?? ''}</small>
      </span>
    </>
  );
}

function RunCells({ run }: { readonly run: HistoryRun }): ReactNode {
  const t = useText();
  return (
    <>
      <span className="verdict-cell">
        <Glyph name={runGlyph(run)} />
        <span>
          <b>{runText(t, run)}</b>
          <small>{t(`history:runState_${run.state}`)}</small>
        </span>
      </span>
      <span className="name">
        <b>{run.title}</b>
        <small>{t(`report:kind_${run.runKind}`)}</small>
      </span>
      <span />
    </>
  );
}

/** Element id of an entry's row. */
export function historyRowId(id: string): string {
  return `history-${id}`;
}
