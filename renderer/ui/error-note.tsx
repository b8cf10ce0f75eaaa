import './error-note.css';

import { CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';

import type { ErrorPayload } from '../../shared/errors.ts';
import { errorText } from '../../shared/text/translator.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from './glyph.tsx';

interface ErrorNoteProps {
  readonly error: ErrorPayload;
  /** Shows a button that closes it. */
  readonly onClose?: () => void;
}

/** A failure in words: what, why, and what to do. */
export function ErrorNote({ error, onClose }: ErrorNoteProps): ReactNode {
  const t = useText();
  const { message, hint } = errorText(t, error);
  return (
    <div className="error-note" role="alert" data-code={error.code}>
      <Glyph name="failed" />
      <p>
        <b>{message}</b> {hint}
      </p>
      {onClose !== undefined && <CloseButton size="sm" aria-label={t('page:close')} onClick={onClose} />}
    </div>
  );
}
