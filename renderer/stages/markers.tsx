import './markers.css';

import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';

import type { Outcome } from '../../shared/ota/stage.ts';
import { useBench } from '../bench/bench-context.tsx';
import type { StageSpan } from '../bench/spans.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { spanText } from './timeline-text.ts';

interface MarkersProps {
  readonly spans: readonly StageSpan[];
  readonly outcome: Outcome | null;
}

/** The nine stages by name. Selecting one takes the log to the line it rests on. */
export function Markers({ spans, outcome }: MarkersProps): ReactNode {
  return (
    <ol className="markers">
      {spans.map((span) => (
        <li key={span.stage} className={span.kind} aria-current={span.kind === 'now' ? 'step' : undefined}>
          <Marker span={span} outcome={outcome} />
        </li>
      ))}
    </ol>
  );
}

function Marker({
  span,
  outcome,
}: {
  readonly span: StageSpan;
  readonly outcome: Outcome | null;
}): ReactNode {
  const t = useText();
  const { session, state, dispatch } = useBench();
  const { stage, kind, logSeq, evidence } = span;
  const name = t(`stages:${stage}`);
  const duration = spanText(span);
  const pointable = session !== null && logSeq !== null;
  return (
    <Tooltip label={<code>{evidence}</code>} disabled={evidence === null} multiline position="bottom">
      <button
        type="button"
        aria-label={`${name}, ${t(`page:span_${kind}`)}${kind === 'todo' ? '' : `, ${duration}`}`}
        aria-disabled={!pointable}
        data-lit={state.litStage === stage || undefined}
        onClick={() => {
          if (pointable) dispatch({ kind: 'pointToLine', deviceId: session.deviceId, seq: logSeq });
        }}
      >
        <MarkerGlyph kind={kind} stage={stage} outcome={outcome} />
        <b>{name}</b>
        <span>{duration}</span>
      </button>
    </Tooltip>
  );
}

function MarkerGlyph(props: Pick<StageSpan, 'kind' | 'stage'> & Pick<MarkersProps, 'outcome'>): ReactNode {
  const { kind, stage, outcome } = props;
  if (kind === 'bad' && outcome !== null) return <Glyph name={outcome} />;
  if (stage === 'confirmed' && outcome === 'confirmed') return <Glyph name="confirmed" />;
  return <i aria-hidden="true" />;
}
