import './vernier.css';

import type { ReactNode } from 'react';

import type { BoardState } from '../../shared/contract/values.ts';
import type { Progress, SessionView } from '../../shared/ota/session-view.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useText } from '../text/text-context.tsx';
import { useHighWater } from './use-high-water.ts';
import type { SideText } from './vernier-text.ts';
import { boardSide, bottleneckText, ruleFor, serverSide } from './vernier-text.ts';

/** Both sides of the transfer on one rule; the gap between their ends is what is on its way. */
export function Vernier(): ReactNode {
  const { session, board } = useBench();
  // Nothing can be on its way while a person must act first.
  return session === null || session.waitingFor !== null ? null : <Sides session={session} board={board} />;
}

interface SidesProps {
  readonly session: SessionView;
  readonly board: BoardState | null;
}

function Sides({ session, board: state }: SidesProps): ReactNode {
  const t = useText();
  const { pushId, progress } = session;
  const delivered = useHighWater(pushId, progress.deliveredBytes);
  const written = useHighWater(pushId, progress.writtenBytes);
  const shown: Progress = { ...progress, deliveredBytes: delivered, writtenBytes: written };
  const fellBack = (progress.writtenBytes ?? 0) < (written ?? 0);
  const server = serverSide(t, { ...session, progress: shown });
  const board = boardSide(t, { ...session, progress: shown });
  const share = (bytes: number | null): number => Math.min(1, (bytes ?? 0) / progress.totalBytes);
  const limit = bottleneckText(t, session, state);
  const gap = written !== null && delivered !== null && delivered > written;
  return (
    <section className="vernier card" aria-label={t('page:bothSides')}>
      <Row side={server} />
      <Bar kind={progress.bytesAre === 'delivered' ? 'delivered' : 'handed'} share={share(delivered)} />
      <Rule totalBytes={progress.totalBytes}>
        {gap && (
          <i
            className="gap"
            style={{
              left: `${share(written) * 100}%`,
              width: `${(share(delivered) - share(written)) * 100}%`,
            }}
          />
        )}
      </Rule>
      <Bar kind="written" share={share(written)} />
      <Row side={fellBack ? { ...board, remark: t('page:lowerReadingKept') } : board} />
      {limit !== null && <p className="mute">{limit}</p>}
    </section>
  );
}

function Row({ side }: { readonly side: SideText }): ReactNode {
  return (
    <div className="v-row">
      <h3>{side.title}</h3>
      <b>{side.size}</b>
      <span>{side.percent}</span>
      <span>{side.rate}</span>
      <span className="mute">{side.remark}</span>
    </div>
  );
}

function Bar({ kind, share }: { readonly kind: string; readonly share: number }): ReactNode {
  return (
    <div className={`v-bar ${kind}`} aria-hidden="true">
      {share > 0 && <i style={{ width: `${share * 100}%` }} />}
    </div>
  );
}

function Rule(props: { readonly totalBytes: number; readonly children: ReactNode }): ReactNode {
  const { stepBytes, labelsKib } = ruleFor(props.totalBytes);
  const at = (bytes: number): string => `${(bytes / props.totalBytes) * 100}%`;
  return (
    <div className="v-scale" aria-hidden="true" style={{ backgroundSize: `${at(stepBytes / 4)} 4px` }}>
      {labelsKib.map((kib, index) => (
        <span key={kib} style={{ left: at(kib * 1024) }}>
          {kib}
          {index === labelsKib.length - 1 && ' KiB'}
        </span>
      ))}
      {props.children}
    </div>
  );
}
