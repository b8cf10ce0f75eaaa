import type { ReactNode } from 'react';

import type { FaultName } from '../../shared/faults/fault.ts';
import type { FaultRun } from '../../shared/faults/fault-values.ts';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Glyph } from '../ui/glyph.tsx';

interface FindingsProps {
  readonly run: FaultRun;
  readonly onSelect: (name: FaultName) => void;
}

/** What nobody wants to see, before anything else: a board that took a bad image, or does not come back. */
export function Findings({ run, onSelect }: FindingsProps): ReactNode {
  const t = useText();
  const found = run.results.flatMap(({ name, finding }) => (finding === null ? [] : [{ name, finding }]));
  return (
    <>
      {found.length > 0 && (
        <section className="findings" role="alert" aria-label={t('faults:findings')}>
          <Glyph name="failed" />
          <ul>
            {found.map(({ name, finding }) => (
              <li key={name}>
                <button type="button" onClick={() => onSelect(name)}>
                  <b>{t(`faults:finding_${finding}`)}</b> {t(`faults:${name}.label`)}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {run.error !== null && <ErrorNote error={run.error} />}
    </>
  );
}
