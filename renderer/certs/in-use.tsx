import type { ReactNode } from 'react';

import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';

/** The same mark on ways and authorities. */
export function InUse(): ReactNode {
  const t = useText();
  return (
    <span className="in-use tone-ok">
      <Glyph name="confirmed" /> {t('certs:inUse')}
    </span>
  );
}
