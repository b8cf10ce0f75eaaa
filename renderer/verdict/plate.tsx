import './verdict.css';

import type { ReactNode } from 'react';

import type { BoardState } from '../../shared/contract/values.ts';
import type { SessionView, Verdict } from '../../shared/ota/session-view.ts';
import { useBench } from '../bench/bench-context.tsx';
import { ReportButton } from '../history/report-button.tsx';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { AfterWatchNote } from './after-watch-note.tsx';
import { Digests } from './digests.tsx';
import { Evidence } from './evidence.tsx';
import { Next } from './next.tsx';
import { CopyDiagnostics, FlashAgain } from './plate-buttons.tsx';
import { SidesSaid } from './sides-said.tsx';
import { headline, standingSentence } from './verdict-text.ts';

/** The verdict: its seal, its word and cause, and what it rests on. */
export function Plate(): ReactNode {
  const { session, board } = useBench();
  if (session?.verdict == null || board === null) return null;
  return <VerdictPlate session={session} board={board} verdict={session.verdict} />;
}

interface VerdictPlateProps {
  readonly session: SessionView;
  readonly board: BoardState;
  readonly verdict: Verdict;
}

function VerdictPlate({ session, board, verdict }: VerdictPlateProps): ReactNode {
  const t = useText();
  const { outcome } = verdict;
  const confirmed = outcome === 'confirmed';
  // The board said something of what runs after its restart: then the comparison belongs to the verdict.
  const compared =
    confirmed ||
    (session.stages.some(({ stage }) => stage === 'restarting') && session.after.version !== null);
  return (
    <section
      className="verdict card"
      aria-label={t('page:verdict')}
      data-testid="verdict"
      data-outcome={outcome}
      data-code={verdict.error?.code}
      data-proof={verdict.proof ?? undefined}
    >
      {confirmed && board.afterWatch?.pushId === session.pushId && (
        <AfterWatchNote watch={board.afterWatch} />
      )}
      <header className="plate">
        <span className="seal">
          <Glyph name={outcome} />
        </span>
        <div>
          <h2>{headline(t, verdict)}</h2>
          <p>{standingSentence(t, board, session, verdict)}</p>
        </div>
        <ReportButton />
        {confirmed && (
          <>
            <CopyDiagnostics />
            <FlashAgain />
          </>
        )}
      </header>
      {!confirmed && outcome !== 'cancelled' && <SidesSaid session={session} verdict={verdict} />}
      {!confirmed && <Next verdict={verdict} board={board} />}
      {compared && (
        <>
          <Digests session={session} />
          <Evidence session={session} board={board} />
        </>
      )}
    </section>
  );
}
