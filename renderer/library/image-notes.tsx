import { Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';

import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';

/** As the contract has it. */
const MAX_NOTES = 10_000;

interface ImageNotesProps {
  readonly imageId: string;
  readonly notes: string;
}

/** Notes that are edited where they stand: kept on leaving the field or Ctrl+Enter, put back by Escape. */
export function ImageNotes({ imageId, notes }: ImageNotesProps): ReactNode {
  const t = useText();
  const { run } = useActions();
  /** Null while nothing is being edited: what others write then shows. */
  const [draft, setDraft] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    if (draft === null) return;
    // What could not be kept stays in the field, beside the words that say why.
    if (draft === notes || (await run('image.setNotes', { imageId, notes: draft })) !== null) setDraft(null);
  };
  return (
    <Textarea
      className="notes"
      label={t('page:notes')}
      placeholder={t('page:notesHint')}
      autosize
      minRows={2}
      maxRows={8}
      maxLength={MAX_NOTES}
      value={draft ?? notes}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => void save()}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setDraft(null);
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save();
      }}
    />
  );
}
