import { Button, CloseButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';

import { errorText } from '../../shared/text/translator.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import type { DroppedThing } from './use-drop.ts';

interface DropNoteProps {
  readonly things: readonly DroppedThing[];
  readonly onClose: () => void;
}

/** How long it stays where all went well and nobody is at it. */
const READ_MS = 10_000;

/** What was done with each thing that was dropped, over whatever screen is shown. What failed stays until it is closed. */
export function DropNote({ things, onClose }: DropNoteProps): ReactNode {
  const t = useText();
  const { state, dispatch } = useBench();
  const [held, setHeld] = useState(false);
  const isDone = things.every(({ step }) => step === 'done');
  useEffect(() => {
    if (held || !isDone) return;
    const timer = setTimeout(onClose, READ_MS);
    return () => clearTimeout(timer);
  }, [held, isDone, onClose]);
  const hasCertificates = things.some(({ as }) => as === 'certificate');
  return (
    <section
      className="drop-note card"
      role="status"
      aria-label={t('page:dropped')}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <header>
        <h3>{t('page:dropped')}</h3>
        {hasCertificates && state.screen !== 'certs' && (
          <Button size="xs" onClick={() => dispatch({ kind: 'showScreen', screen: 'certs' })}>
            {t('page:showCertificates')}
          </Button>
        )}
        <CloseButton size="sm" aria-label={t('page:close')} onClick={onClose} />
      </header>
      <ul>
        {things.map((thing) => (
          <li key={thing.nth} data-step={thing.step}>
            <Thing thing={thing} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Thing({ thing }: { readonly thing: DroppedThing }): ReactNode {
  const t = useText();
  const { name, as, step, error } = thing;
  if (error !== null) {
    const { message, hint } = errorText(t, error);
    return (
      <>
        <Glyph name="failed" />
        <p>
          {message} {hint}
        </p>
      </>
    );
  }
  return (
    <>
      {step === 'reading' ? <Glyph name="updating" /> : <IconCheck size={14} stroke={2} aria-hidden="true" />}
      <p>
        <b>{name}</b> {t(step === 'reading' ? 'page:droppedReading' : `page:dropped_${as}`)}
      </p>
    </>
  );
}
