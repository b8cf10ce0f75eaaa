import type { ReactNode } from 'react';

import { useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { stoppedText } from './stopped-text.ts';

/** What the last stop of the server broke off; nothing while it runs, and where nothing was. */
export function StopNotice(): ReactNode {
  const t = useText();
  const server = useStateOf('server');
  if (server?.kind !== 'off' || server.stopped === undefined || server.stopped.cut.length === 0) return null;
  return (
    <div className="error-note" role="status">
      <Glyph name="warning" />
      <p>{stoppedText(t, server.stopped)}</p>
    </div>
  );
}
