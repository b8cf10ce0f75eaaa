import { Select } from '@mantine/core';
import type { ReactNode } from 'react';

import type { PlanBoardView, PlanCheck, PlanImageView } from '../../shared/run/plan-check.ts';
import { useImages } from '../client/context.tsx';
import { imageTitle } from '../library/library-text.ts';
import { sizeText } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { stepText } from './plan-step-text.ts';
import type { ChosenPlan } from './use-plan.ts';

/** What a plan will do: its images, the boards that it finds here, its steps with what is expected of each. */
export function PlanSummary({
  check,
  plan,
}: {
  readonly check: PlanCheck;
  readonly plan: ChosenPlan;
}): ReactNode {
  const t = useText();
  return (
    <section className="will" aria-label={t('runs:planWill')}>
      <section aria-label={t('runs:images')}>
        <h3>{t('runs:image')}</h3>
        <ul>
          {check.images.map((image) => (
            <PlanImage key={image.image} image={image} plan={plan} />
          ))}
        </ul>
      </section>
      <section aria-label={t('runs:planBoards')}>
        <h3>{t('runs:planBoards')}</h3>
        <ul>
          {check.boards.map((board) => (
            <PlanBoard key={board.number} board={board} />
          ))}
        </ul>
      </section>
      <section className="steps" aria-label={t('runs:planSteps')}>
        <h3>{t('runs:planSteps')}</h3>
        <ol>
          {check.steps.map(({ number, step }) => {
            const { what, details } = stepText(t, step);
            return (
              <li key={number} value={number}>
                <b>{what}</b> <small>{details.join(' · ')}</small>
              </li>
            );
          })}
        </ol>
      </section>
    </section>
  );
}

function PlanImage({
  image: { image, file, facts },
  plan: { source, chooseImage },
}: {
  readonly image: PlanImageView;
  readonly plan: ChosenPlan;
}): ReactNode {
  const t = useText();
  const images = useImages().filter(({ available }) => available);
  const said = facts && [facts.projectName, facts.version, facts.chip, sizeText(facts.sizeBytes)];
  return (
    <li data-image={image}>
      <Glyph name={facts === null ? 'failed' : 'confirmed'} /> <b>{image}</b> <code>{file}</code>{' '}
      <small>{said?.filter((part) => part !== null).join(' · ')}</small>
      {source !== null && 'imageIds' in source && (
        <Select
          aria-label={t('runs:planImageOf', { image })}
          placeholder={t('runs:chooseImage')}
          data={images.map((each) => ({ value: each.imageId, label: imageTitle(each) }))}
          value={source.imageIds[image] ?? null}
          allowDeselect={false}
          searchable
          onChange={(imageId) => imageId !== null && void chooseImage(image, imageId)}
        />
      )}
    </li>
  );
}

function PlanBoard({ board: { wanted, found } }: { readonly board: PlanBoardView }): ReactNode {
  const t = useText();
  return (
    <li data-wanted={wanted}>
      <Glyph name={found.length === 0 ? 'failed' : 'confirmed'} /> <b>{wanted}</b>{' '}
      <small>
        {found.length === 0
          ? t('runs:planFoundNothing')
          : found
              .map(({ name, chip, state }) =>
                [name, chip, t(`runs:planState_${state}`)].filter((part) => part !== null).join(', '),
              )
              .join('; ')}
      </small>
    </li>
  );
}
