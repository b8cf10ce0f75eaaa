import type { ReactNode } from 'react';

import { errorText } from '../../shared/text/translator.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';

/** What seems to keep the board's first connection out, while it is awaited and where it never came. */
export function Suspected(): ReactNode {
  const t = useText();
  const { session } = useBench();
  const suspected = session?.suspected ?? null;
  const code = session?.verdict?.error?.code;
  // Another verdict says more than a suspicion.
  if (suspected === null || (session?.verdict != null && code !== 'timeout/urlSent')) return null;
  const { message, hint } = errorText(t, suspected);
  return (
    <div className="error-note suspected" role="status" data-code={suspected.code}>
      <Glyph name="warning" />
      <p>
        <b>{t('network:suspected', { message })}</b> {hint}
      </p>
    </div>
  );
}
