import type { ReactNode } from 'react';

import type { ErrorPayload } from '../../shared/errors.ts';
import { errorText } from '../../shared/text/translator.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';

interface FindingNoteProps {
  readonly finding: ErrorPayload;
  readonly severity: 'blocks' | 'warns';
}

/** What is wrong with a certificate, and what to do about it. */
export function FindingNote({ finding, severity }: FindingNoteProps): ReactNode {
  const t = useText();
  const { message, hint } = errorText(t, finding);
  const blocks = severity === 'blocks';
  return (
    <div className={blocks ? 'error-note' : 'error-note suspected'} data-code={finding.code}>
      <Glyph name={blocks ? 'failed' : 'warning'} />
      <p>
        <b>{message}</b> {hint}
      </p>
    </div>
  );
}
