import type { CSSProperties, MouseEvent, ReactNode } from 'react';

import type { LogRow, LogStamps } from '../../shared/contract/log-values.ts';
import type { LogEntry } from '../../shared/log/log-entry.ts';
import { isRomLine } from '../../shared/log/rom-line.ts';
import type { TextStyle } from '../../shared/log/text-style.ts';
import type { Stage } from '../../shared/ota/stage.ts';
import type { Translator } from '../../shared/text/translator.ts';
import type { Segment, Span } from './segments.ts';
import { foldedText, segmentsOf } from './segments.ts';
import { stampOf } from './stamp-text.ts';

/** How rows look, for all of them. */
export interface RowLook {
  readonly stamps: LogStamps;
  readonly startedAtMs: number;
  readonly t: Translator;
  readonly onStage: (stage: Stage) => void;
  readonly onUnfold: (firstSeq: number) => void;
}

interface RowProps {
  readonly index: number;
  readonly row: LogRow;
  readonly look: RowLook;
  readonly pointed: boolean;
  readonly selected: boolean;
  readonly bookmarked: boolean;
  readonly found: readonly Span[];
  readonly tones: readonly (readonly [number, number, string])[];
}

const MARKS = { board: '', server: '»', workbench: '' } as const;

/** One row of the log. What is not the board's own word begins with `---`, as in the ESP-IDF monitor. */
export function Row(props: RowProps): ReactNode {
  return props.row.kind === 'fold' ? (
    <Fold {...props} row={props.row} />
  ) : (
    <Line {...props} row={props.row} />
  );
}

/** A row that is on its way from the core. */
export function WaitingRow({ index }: { readonly index: number }): ReactNode {
  return <li className="l waiting" data-row={index} />;
}

function Line(props: RowProps & { readonly row: LogRow & { readonly kind: 'line' } }): ReactNode {
  const { index, row, look, pointed, selected, bookmarked, found, tones } = props;
  const { entry, styles, pushedAtMs } = row;
  const { source, level, tag, deviceTimeMs, stage, cut } = entry;
  const { t, stamps, startedAtMs } = look;
  return (
    <li
      data-row={index}
      className={`l ${source} ${level ?? ''}`}
      data-pointed={pointed || undefined}
      data-selected={selected || undefined}
      data-bookmarked={bookmarked || undefined}
      data-hit={stage !== null || undefined}
    >
      {stamps !== 'none' && <time>{stampOf(entry, stamps, { startedAtMs, pushedAtMs })}</time>}
      <StageMark stage={stage} look={look} />
      <i>{level ?? MARKS[source]}</i>
      <span className="ms">{deviceTimeMs}</span>
      <b title={tag ?? undefined}>{tag ?? whose(entry, t)}</b>
      <code>
        {source === 'workbench' && '--- '}
        {segmentsOf(entry.text, styles, found, tones).map((segment) => (
          <Part key={segment.from} segment={segment} />
        ))}
        {cut !== null && <span className="cut">{t(CUTS[cut])}</span>}
      </code>
    </li>
  );
}

/** Who says a line without a tag; a program's own prints and its panics have no name. */
function whose({ source, text }: LogEntry, t: Translator): string {
  return source === 'board' && !isRomLine(text) ? '' : t(`page:source_${source}`);
}

const CUTS = { partial: 'page:linePartial', broken: 'page:lineBroken', lost: 'page:lineLost' } as const;

function StageMark({ stage, look }: { readonly stage: Stage | null; readonly look: RowLook }): ReactNode {
  if (stage === null) return <em />;
  return (
    <button type="button" className="stage" onClick={() => look.onStage(stage)}>
      {look.t(`stages:${stage}`)}
    </button>
  );
}

function Part({ segment }: { readonly segment: Segment }): ReactNode {
  const { text, style, found, tone } = segment;
  if (style === null && !found && tone === null) return text;
  const styled = (
    <span
      style={style === null ? undefined : cssOf(style)}
      className={tone === null ? undefined : `tone ${tone}`}
    >
      {text}
    </span>
  );
  return found ? <mark>{styled}</mark> : styled;
}

/** The palette follows the theme; colours a board names in full are its own. */
function cssOf(style: TextStyle): CSSProperties {
  const colorOf = (color: number | string | null): string | undefined =>
    typeof color === 'number' ? `var(--ansi-${color})` : (color ?? undefined);
  const [color, background] = style.inverse
    ? [colorOf(style.background) ?? 'var(--panel)', colorOf(style.color) ?? 'var(--ink)']
    : [
        // On a coloured ground the usual ink may not be seen.
        colorOf(style.color) ?? (style.background === null ? undefined : 'var(--panel)'),
        colorOf(style.background),
      ];
  return {
    color,
    background,
    fontWeight: style.bold ? 700 : undefined,
    opacity: style.faint ? 0.7 : undefined,
    fontStyle: style.italic ? 'italic' : undefined,
    textDecoration:
      [style.underline && 'underline', style.strike && 'line-through'].filter(Boolean).join(' ') || undefined,
  };
}

function Fold(props: RowProps & { readonly row: LogRow & { readonly kind: 'fold' } }): ReactNode {
  const { index, row, look, selected } = props;
  const { t, stamps, startedAtMs, onUnfold } = look;
  const last: LogEntry = row.last;
  const unfold = (event: MouseEvent): void => {
    event.stopPropagation();
    onUnfold(row.first.seq);
  };
  return (
    <li className="l workbench fold" data-row={index} data-selected={selected || undefined}>
      {stamps !== 'none' && <time>{stampOf(last, stamps, { startedAtMs, pushedAtMs: null })}</time>}
      <em />
      <i />
      <span className="ms" />
      <b>{t('page:source_workbench')}</b>
      <button type="button" className="alike" title={t('page:unfold')} onClick={unfold}>
        --- {t('page:linesAlike', { count: row.count, text: foldedText(row.first.text, last.text) })}
      </button>
    </li>
  );
}
