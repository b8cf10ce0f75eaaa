import { Button, Select } from '@mantine/core';
import { IconFlask, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { BoardState, ImageSummary } from '../../shared/contract/values.ts';
import { useActions } from '../bench/use-actions.ts';
import { imageTitle } from '../library/library-text.ts';
import { useText } from '../text/text-context.tsx';

interface FaultsBarProps {
  readonly boards: readonly BoardState[];
  readonly images: readonly ImageSummary[];
  readonly deviceId: string | null;
  readonly imageId: string | null;
  readonly chosen: number;
  readonly running: boolean;
  /** An update that is no fault goes on. */
  readonly updating: boolean;
  readonly onBoard: (deviceId: string | null) => void;
  readonly onImage: (imageId: string | null) => void;
  readonly onRun: () => void;
}

/** Which board, which image, and the one button. */
export function FaultsBar(props: FaultsBarProps): ReactNode {
  const t = useText();
  const { run } = useActions();
  const { boards, images, deviceId, imageId, chosen, running, updating } = props;
  return (
    <header>
      <h1 id="faults-title">{t('faults:title')}</h1>
      <Select
        className="choice"
        aria-label={t('faults:board')}
        placeholder={t('faults:noBoard')}
        data={boards.map(({ deviceId: value, name: label }) => ({ value, label }))}
        value={deviceId}
        allowDeselect={false}
        disabled={boards.length === 0}
        onChange={props.onBoard}
      />
      <Select
        className="choice wide"
        aria-label={t('faults:image')}
        placeholder={t('faults:noImage')}
        data={images.map((image) => ({ value: image.imageId, label: imageTitle(image) }))}
        value={imageId}
        allowDeselect={false}
        searchable
        disabled={images.length === 0 || running}
        onChange={props.onImage}
      />
      {running && deviceId !== null ? (
        <Button
          leftSection={<IconX size={16} stroke={1.5} />}
          onClick={() => void run('faults.cancel', { deviceId })}
        >
          {t('faults:cancelRun')}
        </Button>
      ) : (
        <Button
          variant="filled"
          leftSection={<IconFlask size={16} stroke={1.5} />}
          disabled={deviceId === null || imageId === null || chosen === 0 || updating}
          onClick={props.onRun}
        >
          {t(chosen === 1 ? 'faults:runOne' : 'faults:run', { count: chosen })}
        </Button>
      )}
    </header>
  );
}
