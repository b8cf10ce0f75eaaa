import type { ReactNode } from 'react';
import { useState } from 'react';

import type { LogFileState } from '../../shared/contract/log-values.ts';
import type { StoryEvent, StoryKind } from '../../shared/log/story.ts';
import { clockText, grouped } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { CrashNote } from './crash-note.tsx';
import { withCrashes } from './story-crashes.ts';

interface StoryStripProps {
  readonly file: LogFileState;
  readonly onGoTo: (seq: number) => void;
}

const TONES: Partial<Record<StoryKind, 'ok' | 'warn' | 'err' | 'accent'>> = {
  push: 'accent',
  confirmed: 'ok',
  verdictConfirmed: 'ok',
  refused: 'warn',
  verdictRefused: 'warn',
  verdictRolledBack: 'warn',
  failed: 'err',
  panic: 'err',
  diagnosticsFailed: 'err',
  verdictFailed: 'err',
};

/** Events that are drawn; a crash loop has more. */
const MAX_SHOWN = 500;

/** What happened in a saved log; each event leads to its line. */
export function StoryStrip({ file, onGoTo }: StoryStripProps): ReactNode {
  const t = useText();
  const { story, crashes, phase, readBytes, sizeBytes, error } = file;
  const [crashSeq, setCrashSeq] = useState<number | null>(null);
  const crash = crashes.find(({ seq }) => seq === crashSeq) ?? null;
  const percent = sizeBytes === 0 ? 100 : Math.floor((readBytes / sizeBytes) * 100);
  return (
    <>
      <nav className="story" aria-label={t('page:story')}>
        <b>{t('page:story')}</b>
        {phase !== 'done' && <output>{t('page:readingLog', { percent })}</output>}
        {error !== null && <span className="err">{error}</span>}
        {phase === 'done' && story.length === 0 && <span>{t('page:storyNothing')}</span>}
        <ol>
          {withCrashes(story, crashes)
            .slice(0, MAX_SHOWN)
            .map((event) => (
              <li key={`${event.seq} ${event.kind}`}>
                <button
                  type="button"
                  className={TONES[event.kind]}
                  title={t('page:storyGoTo', { line: grouped(event.seq + 1) })}
                  onClick={() => {
                    if (event.kind === 'panic') setCrashSeq(event.seq);
                    onGoTo(event.seq);
                  }}
                >
                  {event.atMs > 0 && <time>{clockText(event.atMs)}</time>}
                  {storyText(t, event)}
                </button>
              </li>
            ))}
        </ol>
      </nav>
      {crash !== null && <CrashNote crash={crash} onClose={() => setCrashSeq(null)} />}
    </>
  );
}

/** An event in words. */
function storyText(t: ReturnType<typeof useText>, { kind, params }: StoryEvent): string {
  return t(`page:story_${kind}`, params as never);
}
