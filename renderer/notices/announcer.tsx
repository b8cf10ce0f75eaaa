import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useRef } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { useText } from '../text/text-context.tsx';
import { announcement } from './announcement.ts';

/** Says aloud what is drawn: stages politely, the verdict at once. What was there on arrival is not said. */
export function Announcer(): ReactNode {
  const t = useText();
  const { session, board } = useBench();
  const seenRunning = useRef(new Set<string>());
  if (session !== null && session.verdict === null) seenRunning.current.add(session.pushId);
  const witnessed = session !== null && seenRunning.current.has(session.pushId);
  const said = witnessed && board !== null ? announcement(t, board, session) : null;
  return (
    <VisuallyHidden>
      <div aria-live="polite">{said?.stage}</div>
      <div aria-live="assertive">{said?.verdict}</div>
    </VisuallyHidden>
  );
}
