import './glyph.css';

import type { ReactNode } from 'react';

import type { Outcome } from '../../shared/ota/stage.ts';

export type GlyphName = 'idle' | 'waiting' | 'updating' | 'offline' | 'warning' | 'notKnown' | Outcome;

/** Every status has a silhouette of its own, readable without colour at 12 px and at 60 px. */
const SHAPES: Readonly<Record<GlyphName, ReactNode>> = {
  idle: <circle cx="12" cy="12" r="8" className="o" />,
  waiting: (
    <>
      <circle cx="12" cy="12" r="8" className="o" />
      <circle cx="12" cy="12" r="3" />
    </>
  ),
  updating: (
    <>
      <circle cx="12" cy="12" r="8" className="o" opacity=".3" />
      <path className="o" d="M12 4a8 8 0 1 1-7.4 11" />
    </>
  ),
  confirmed: (
    <>
      <circle cx="12" cy="12" r="11" />
      <path className="k" d="M6.5 12.5l4 4 7-8" />
    </>
  ),
  rolledBack: (
    <>
      <path d="M.5 12 9 1.5h14v21H9z" />
      <path className="k" d="M18.5 12H8m4.2-4.2L8 12l4.2 4.2" />
    </>
  ),
  refused: (
    <>
      <path d="M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z" />
      <path className="k" d="M6.5 12h11" />
    </>
  ),
  failed: (
    <>
      <path d="M12 0l12 12-12 12L0 12z" />
      <path className="k" d="M8.3 8.3l7.4 7.4m0-7.4-7.4 7.4" />
    </>
  ),
  interrupted: <path className="o" d="M9 4.6a8 8 0 0 0 0 14.8M15 4.6a8 8 0 0 1 0 14.8M12 2v6M12 16v6" />,
  cancelled: <path className="o" d="M5 5h14v14H5z" />,
  unknown: (
    <>
      <circle cx="12" cy="12" r="10.5" className="o" strokeDasharray="6 3" />
      <path className="o" d="M9 9.3a3 3 0 1 1 4.3 2.7c-.9.5-1.3 1-1.3 2M12 17.2v.3" />
    </>
  ),
  offline: <circle cx="12" cy="12" r="8" className="o" strokeDasharray="3 4" />,
  notKnown: <path className="o" d="M5 12h14" strokeDasharray="4 3" />,
  warning: (
    <>
      <path d="M12 1.5 23.5 22H.5z" />
      <path className="k" d="M12 9v6m0 3.2v.2" />
    </>
  ),
};

export function Glyph({ name }: { readonly name: GlyphName }): ReactNode {
  return (
    <svg className={`glyph g-${name}`} viewBox="0 0 24 24" aria-hidden="true">
      {SHAPES[name]}
    </svg>
  );
}
