import { Button, Checkbox, MultiSelect, NumberInput, Select } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { ImageSummary } from '../../shared/contract/values.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useActions } from '../bench/use-actions.ts';
import { useBoards, useImages } from '../client/context.tsx';
import { imageTitle } from '../library/library-text.ts';
import { useText } from '../text/text-context.tsx';

/** What the next soak does, and the one button. */
export function SoakSetup({ busy }: { readonly busy: boolean }): ReactNode {
  const t = useText();
  const bench = useBench();
  const { run: call } = useActions();
  const boards = useBoards();
  const images = useImages().filter(({ sound, available }) => sound && available);
  const [wantedBoard, setWantedBoard] = useState(bench.board?.deviceId ?? null);
  const [wantedImages, setWantedImages] = useState<readonly string[] | null>(null);
  const [cycles, setCycles] = useState(10);
  const [stopAfter, setStopAfter] = useState(1);
  const [pauseSeconds, setPauseSeconds] = useState(0);
  const [resetBetween, setResetBetween] = useState(false);
  const board = boards.find(({ deviceId }) => deviceId === wantedBoard) ?? boards[0] ?? null;
  // A board refuses the version that it runs: that one is offered last.
  const runs = ({ version }: ImageSummary): number => Number(version === board?.facts.version);
  const inTurn = images.slice(0, 2).sort((one, other) => runs(one) - runs(other));
  const imageIds = wantedImages ?? inTurn.map(({ imageId }) => imageId);
  const start = (): void => {
    if (board === null) return;
    const reset = board.hasModemLines;
    void call('run.soak', {
      deviceId: board.deviceId,
      imageIds: [...imageIds],
      cycles,
      stopAfter,
      pauseMs: pauseSeconds * 1_000,
      between: null,
      resetBetween: resetBetween && reset,
      push: { override: [], reset, sendUrl: true, timeoutMs: null },
      reportDir: null,
    });
  };
  const number = (label: string, value: number, min: number, max: number, set: (value: number) => void) => (
    <NumberInput
      label={label}
      min={min}
      max={max}
      allowDecimal={false}
      value={value}
      onChange={(given) => typeof given === 'number' && set(Math.min(max, Math.max(min, given)))}
    />
  );
  return (
    <section className="card soak-setup" aria-label={t('runs:soak')}>
      <Select
        label={t('runs:board')}
        placeholder={t('runs:chooseBoard')}
        data={boards.map(({ deviceId: value, name: label }) => ({ value, label }))}
        value={board?.deviceId ?? null}
        allowDeselect={false}
        onChange={setWantedBoard}
      />
      <MultiSelect
        className="images"
        label={t('runs:images')}
        placeholder={imageIds.length === 0 ? t('runs:chooseImage') : ''}
        data={images.map((image) => ({ value: image.imageId, label: imageTitle(image) }))}
        value={[...imageIds]}
        maxValues={10}
        searchable
        onChange={setWantedImages}
        description={imageIds.length === 1 && cycles > 1 ? t('runs:oneImage') : null}
      />
      {number(t('runs:cycles'), cycles, 1, 100_000, setCycles)}
      {number(t('runs:stopAfter'), stopAfter, 1, 100_000, setStopAfter)}
      {number(t('runs:pauseSeconds'), pauseSeconds, 0, 86_400, setPauseSeconds)}
      <Checkbox
        label={t('runs:resetBetween')}
        checked={resetBetween && board?.hasModemLines === true}
        disabled={board?.hasModemLines !== true}
        onChange={(event) => setResetBetween(event.currentTarget.checked)}
      />
      <Button
        size="md"
        variant="filled"
        leftSection={<IconRepeat size={20} stroke={1.5} />}
        disabled={busy || board === null || imageIds.length === 0}
        onClick={start}
      >
        {t('runs:start', { cycles })}
      </Button>
    </section>
  );
}
