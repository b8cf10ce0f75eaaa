import './fault-details.css';

import { Select } from '@mantine/core';
import type { ReactNode } from 'react';

import type { Input } from '../../shared/contract/contract.ts';
import type { ImageSummary } from '../../shared/contract/values.ts';
import type { FaultParams, ImageFault } from '../../shared/faults/fault.ts';
import { IMAGE_FAULTS } from '../../shared/faults/fault.ts';
import { FAULTS } from '../../shared/faults/fault-table.ts';
import { imageTitle } from '../library/library-text.ts';
import { durationText } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { FaultNumbers } from './fault-numbers.tsx';
import { FaultSides } from './fault-sides.tsx';
import type { FaultRow } from './fault-text.ts';
import { codesText, codeText, stateGlyph, stateText } from './fault-text.ts';

type Images = Input<'faults.list'>['images'];

interface FaultDetailsProps {
  readonly row: FaultRow;
  readonly deviceId: string;
  readonly virtual: boolean;
  readonly images: readonly ImageSummary[];
  readonly failing: Images;
  readonly onFailing: (images: Images) => void;
  /** Numbers that were chosen for it; the rest are its own. */
  readonly numbers: FaultParams;
  readonly locked: boolean;
  readonly onNumbers: (numbers: FaultParams) => void;
}

/** One fault: what is done, what should come of it, and what both sides said. */
export function FaultDetails(props: FaultDetailsProps): ReactNode {
  const { row, deviceId, virtual, images, failing, onFailing, numbers, locked, onNumbers } = props;
  const t = useText();
  const { name, info, result } = row;
  const fault = FAULTS[name];
  const own = virtual ? null : (IMAGE_FAULTS.find((known) => known === fault.image) ?? null);
  const expected = result?.expected.length ? result.expected : (info.expected?.codes ?? []);
  return (
    <div className="fault-details">
      <h2>{t(`faults:${name}.label`)}</h2>
      <p className="what">{t(`faults:${name}.what`)}</p>
      {fault.needsFilledSlot && <p>{t('faults:needsFilled')}</p>}
      {result?.finding != null && (
        <p className="finding">
          <Glyph name="failed" /> <b>{t(`faults:finding_${result.finding}`)}</b>
        </p>
      )}
      <dl>
        {expected.length > 0 && <Row title={t('faults:columnExpected')}>{codesText(t, expected)}</Row>}
        {result !== null && (
          <Row title={t('faults:columnObserved')}>
            <Glyph name={stateGlyph(result)} />{' '}
            {result.observed === null
              ? stateText(t, result)
              : `${codeText(t, result.observed)} · ${stateText(t, result)}`}
          </Row>
        )}
        {result?.runsVersion != null && <Row title={t('faults:runsAfter')}>{result.runsVersion}</Row>}
        {result?.durationMs != null && (
          <Row title={t('faults:tookMs')}>{durationText(result.durationMs)}</Row>
        )}
      </dl>
      {info.reason === null && (
        <FaultNumbers info={info} chosen={numbers} locked={locked} onChange={onNumbers} />
      )}
      {result?.error != null && <ErrorNote error={result.error} />}
      {info.reason !== null && result?.error == null && <ErrorNote error={info.reason} />}
      {own !== null && <OwnImage name={own} images={images} failing={failing} onFailing={onFailing} />}
      {result !== null && result.pushId !== null && <FaultSides result={result} deviceId={deviceId} />}
    </div>
  );
}

function Row({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface OwnImageProps {
  readonly name: ImageFault;
  readonly images: readonly ImageSummary[];
  readonly failing: Images;
  readonly onFailing: (images: Images) => void;
}

/** A real board shows this fault only with an image that is built for it. */
function OwnImage({ name, images, failing, onFailing }: OwnImageProps): ReactNode {
  const t = useText();
  return (
    <Select
      label={t('faults:imageFor')}
      placeholder={t('faults:imageNone')}
      data={images.map((image) => ({ value: image.imageId, label: imageTitle(image) }))}
      value={failing[name] ?? null}
      clearable
      searchable
      onChange={(imageId) => {
        const { [name]: _, ...others } = failing;
        onFailing(imageId === null ? others : { ...others, [name]: imageId });
      }}
    />
  );
}
