import './readout.css';

import { IconArrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { stoppedAt } from '../../shared/ota/session/stage-spans.ts';
import { useBench } from '../bench/bench-context.tsx';
import { timeLeftMs } from '../bench/time-left.ts';
import { sizeText } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { useNow } from '../ui/use-now.ts';
import { boardLine, imageName, nowOf } from './readout-text.ts';

/** The three answers, legible from two metres: which board, which image, what now. */
export function Readout(): ReactNode {
  const t = useText();
  return (
    <section className="readout" aria-label={t('page:readout')}>
      <BoardAnswer />
      <div className="to" aria-hidden="true">
        <IconArrowRight size={24} stroke={1.5} />
      </div>
      <ImageAnswer />
      <NowAnswer />
    </section>
  );
}

function BoardAnswer(): ReactNode {
  const t = useText();
  const { board } = useBench();
  return (
    <div>
      <h3>{t('page:board')}</h3>
      {board === null ? <b className="none">{t('page:noneYet')}</b> : <b>{board.name}</b>}
      <p>
        {board === null
          ? t('page:chooseBoardAtLeft')
          : boardLine(board).map((part, index) => (
              <span key={part}>
                {index > 0 && ' · '}
                {index === 0 && board.facts.chip !== null ? part : <code>{part}</code>}
              </span>
            ))}
      </p>
    </div>
  );
}

function ImageAnswer(): ReactNode {
  const t = useText();
  const { image, session } = useBench();
  if (image === null && session === null) {
    return (
      <div>
        <h3>{t('page:image')}</h3>
        <b className="none">{t('page:noneYet')}</b>
        <p>{t('page:dropBelow')}</p>
      </div>
    );
  }
  const offered = session?.image;
  const fileName = image?.fileName ?? offered?.fileName ?? '';
  const { name, version } = image
    ? imageName(image)
    : { name: offered?.projectName ?? fileName, version: offered?.version ?? null };
  return (
    <div className="image-answer">
      <h3>{t('page:image')}</h3>
      <b title={name}>
        <span className="name">{name}</span> {version !== null && <em>{version}</em>}
      </b>
      <p>
        <code>{fileName}</code> · {sizeText(image?.facts.sizeBytes ?? offered?.sizeBytes ?? 0)}
      </p>
    </div>
  );
}

function NowAnswer(): ReactNode {
  const t = useText();
  const { board, phase, session } = useBench();
  const nowMs = useNow(phase === 'running');
  const now = nowOf(t, {
    board,
    phase,
    session,
    elapsedMs: session === null ? 0 : Math.max(0, nowMs - session.startedAtMs),
    leftMs: session === null ? null : timeLeftMs(session, board?.lastRun ?? null, nowMs),
    stoppedAt: session === null ? null : stoppedAt(session),
  });
  return (
    <div className="answer" data-tone={now.tone}>
      <h3>{t('page:now')}</h3>
      <b>
        <Glyph name={now.glyph} />
        <span>{now.word}</span> {now.figure !== null && <em>{now.figure}</em>}
      </b>
      <p>{now.detail}</p>
    </div>
  );
}
