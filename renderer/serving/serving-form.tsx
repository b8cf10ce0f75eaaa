import { Button, NumberInput, SegmentedControl, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { ServingSettings } from '../../shared/contract/server-settings.ts';
import { DEFAULT_SERVING } from '../../shared/contract/server-settings.ts';
import { useActions } from '../bench/use-actions.ts';
import { SettingRow } from '../settings/setting-row.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';

/** Whom the firmware server serves, when, and whether without TLS too. */
export function ServingForm({ saved }: { readonly saved: ServingSettings }): ReactNode {
  const t = useText();
  const { run } = useActions();
  const [serveWhen, setServeWhen] = useState(saved.serveWhen);
  const [boards, setBoards] = useState(saved.allowedBoards.join('\n'));
  const [plainPort, setPlainPort] = useState(saved.plainPort);
  const [drainSeconds, setDrainSeconds] = useState(saved.drainMs / 1_000);
  const allowedBoards = boards.split(/[\s,]+/).filter((each) => each !== '');
  const given = { serveWhen, allowedBoards, plainPort, drainMs: Math.round(drainSeconds * 1_000) };
  const changed = JSON.stringify(given) !== JSON.stringify(inOrder(saved));
  return (
    <section className="card" aria-labelledby="serving-title">
      <h2 id="serving-title">{t('serving:servingTitle')}</h2>
      <SettingRow title={t('serving:serveWhen')} hint={t('serving:serveWhenHint')}>
        <SegmentedControl
          size="xs"
          aria-label={t('serving:serveWhen')}
          value={serveWhen}
          data={(['auto', 'pushing', 'always'] as const).map((value) => ({
            value,
            label: t(`serving:serveWhen_${value}`),
          }))}
          onChange={setServeWhen}
        />
      </SettingRow>
      <SettingRow title={t('serving:allowedBoards')} hint={t('serving:allowedBoardsHint')}>
        <Textarea
          autosize
          minRows={1}
          maxRows={6}
          aria-label={t('serving:allowedBoards')}
          value={boards}
          onChange={(event) => setBoards(event.currentTarget.value)}
        />
      </SettingRow>
      <SettingRow title={t('serving:drainSeconds')} hint={t('serving:drainSecondsHint')}>
        <NumberInput
          aria-label={t('serving:drainSeconds')}
          min={0}
          max={600}
          clampBehavior="strict"
          hideControls
          value={drainSeconds}
          onChange={(value) => setDrainSeconds(Number(value))}
        />
      </SettingRow>
      <SettingRow title={t('serving:plainPort')} hint={t('serving:plainPortHint')}>
        <NumberInput
          aria-label={t('serving:plainPort')}
          placeholder="8003"
          min={1}
          max={65_535}
          clampBehavior="strict"
          allowDecimal={false}
          hideControls
          value={plainPort ?? ''}
          onChange={(value) => setPlainPort(value === '' ? null : Number(value))}
        />
      </SettingRow>
      {plainPort !== null && <ErrorNote error={{ code: 'server/plain-http', params: {} }} />}
      <div className="buttons">
        <Button onClick={() => void run('settings.update', { serving: DEFAULT_SERVING })}>
          {t('page:backToDefaults')}
        </Button>
        <Button
          variant="filled"
          disabled={!changed}
          onClick={() => void run('settings.update', { serving: given })}
        >
          {t('page:save')}
        </Button>
      </div>
    </section>
  );
}

/** The fields in the order of the form, so that two of them compare as text. */
function inOrder({ serveWhen, allowedBoards, plainPort, drainMs }: ServingSettings): ServingSettings {
  return { serveWhen, allowedBoards, plainPort, drainMs };
}
