import './image.css';

import type { ReactNode } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { Rebuilt } from '../watch/rebuilt.tsx';
import { WatchControl } from '../watch/watch-control.tsx';
import { countResults, imageFacts } from './facts-text.ts';
import { ImageMenu } from './image-menu.tsx';
import { problemError } from './problem.ts';

/** What the chosen file says of itself, and what is wrong with it. */
export function ImageCard(): ReactNode {
  const t = useText();
  const { image, board, session, phase } = useBench();
  if (image === null) return null;
  const app = image.facts.kind === 'app';
  return (
    <section className="image card" aria-label={t('page:image')}>
      <div className="line">
        <dl className="facts">
          {imageFacts(t, image.facts, board, session).map((fact) => (
            <div key={fact.name}>
              <dt>{fact.name}</dt>
              <dd title={fact.title ?? undefined}>
                {fact.mono ? <code>{fact.value}</code> : fact.value}{' '}
                {fact.remark !== null && <small>{fact.remark}</small>}
              </dd>
            </div>
          ))}
          {(phase === 'running' || phase === 'ended') && <CheckCount />}
        </dl>
        {phase !== 'running' && (
          <span className="tools">
            <WatchControl image={image} />
            <ImageMenu />
          </span>
        )}
      </div>
      {phase !== 'running' && <Rebuilt image={image} />}
      {(!app || image.facts.problems.length > 0) &&
        image.facts.problems.map((problem) => (
          <ErrorNote key={problem.code} error={problemError(problem, image)} />
        ))}
      {!image.available && <ErrorNote error={{ code: 'image/altered', params: { file: image.fileName } }} />}
    </section>
  );
}

function CheckCount(): ReactNode {
  const t = useText();
  const { report } = useBench().preflight;
  if (report === null) return null;
  const { passed, warned, failed } = countResults(report);
  return (
    <div>
      <dt>{t('page:preflight')}</dt>
      <dd className="counts">
        <span className="tone-ok" title={t('page:passed', { count: passed })}>
          <Glyph name="confirmed" /> {passed}
        </span>
        {warned > 0 && (
          <span className="tone-warn" title={t('page:warnings', { count: warned })}>
            <Glyph name="warning" /> {warned}
          </span>
        )}
        {failed > 0 && (
          <span className="tone-err" title={t('page:failures', { count: failed })}>
            <Glyph name="failed" /> {failed}
          </span>
        )}
      </dd>
    </div>
  );
}
