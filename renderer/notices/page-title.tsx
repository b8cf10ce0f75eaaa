import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { percentWritten } from '../bench/standing.ts';
import { outcomeWord } from '../text/outcome-word.ts';
import { useText } from '../text/text-context.tsx';

const PROGRAM = 'OTA Workbench';

/** The window's title tells of the update while the window is behind others. */
export function PageTitle(): ReactNode {
  const t = useText();
  const { session, board } = useBench();
  const percent = session === null ? null : percentWritten(session);
  const word =
    session?.verdict != null
      ? outcomeWord(t, session.verdict.outcome)
      : t(session?.current == null ? 'page:updating' : `page:now_${session.current}`);
  const figure = percent === null ? '' : ` ${percent} %`;
  useDocumentTitle(session === null ? PROGRAM : `${word}${figure} · ${board?.name} · ${PROGRAM}`);
  return null;
}
