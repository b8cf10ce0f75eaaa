import { Select } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { ImageSummary } from '../../shared/contract/values.ts';
import type { RunView } from '../../shared/run/run-view.ts';
import { imageTitle } from '../library/library-text.ts';
import { durationWords } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { useSeconds } from '../ui/use-seconds.ts';

interface FleetReadoutProps {
  readonly boards: number;
  readonly images: readonly ImageSummary[];
  readonly imageId: string | null;
  readonly onImage: (imageId: string | null) => void;
  readonly run: RunView | null;
}

/** How many boards, which image, and where the run stands. */
export function FleetReadout({ boards, images, imageId, onImage, run }: FleetReadoutProps): ReactNode {
  const t = useText();
  const running = run !== null && run.endedAtMs === null;
  return (
    <section className="readout" aria-label={t('runs:now')}>
      <div>
        <h3>{t('runs:boards')}</h3>
        <b>{boards}</b>
      </div>
      <div className="to">
        <IconArrowRight size={20} stroke={1.5} aria-hidden="true" />
      </div>
      <div>
        <h3>{t('runs:image')}</h3>
        <Select
          aria-label={t('runs:image')}
          placeholder={t('runs:chooseImage')}
          data={images.map((image) => ({ value: image.imageId, label: imageTitle(image) }))}
          value={imageId}
          searchable
          allowDeselect={false}
          disabled={running || images.length === 0}
          onChange={onImage}
        />
      </div>
      <Answer run={run} />
    </section>
  );
}

function Answer({ run }: { readonly run: RunView | null }): ReactNode {
  const t = useText();
  const nowMs = useSeconds();
  if (run === null)
    return (
      <div className="answer" role="status">
        <h3>{t('runs:now')}</h3>
        <b>
          <Glyph name="idle" /> {t('runs:idle')}
        </b>
      </div>
    );
  const { wave, waves, paused, startedAtMs, endedAtMs, stopped } = run;
  const elapsed = durationWords(t, (endedAtMs ?? nowMs) - startedAtMs);
  const word =
    wave === null ? t('runs:over') : paused ? t('runs:paused') : t('runs:waveOf', { wave: wave + 1, waves });
  return (
    <div className="answer" data-tone={stopped === null ? undefined : 'warn'}>
      <h3>{t('runs:now')}</h3>
      <b role="status">
        <Glyph name={wave === null ? (stopped === null ? 'confirmed' : 'warning') : 'updating'} /> {word}
      </b>
      <p>{t(endedAtMs === null ? 'runs:soFar' : 'runs:took', { elapsed })}</p>
    </div>
  );
}
