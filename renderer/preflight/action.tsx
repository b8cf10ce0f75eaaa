import './preflight.css';

import { ActionIcon, Button, Checkbox, Popover, Stack, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconWifi } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';

import type { Delivery } from '../../shared/ota/delivery.ts';
import { PLAIN_DELIVERY } from '../../shared/ota/delivery.ts';
import { useBench } from '../bench/bench-context.tsx';
import { gateOf } from '../bench/gate.ts';
import { useActions } from '../bench/use-actions.ts';
import { useStateOf } from '../client/context.tsx';
import { DeliveryChoice } from '../serving/delivery-choice.tsx';
import { useText } from '../text/text-context.tsx';
import { gateText, slotSentences } from './action-text.ts';

/** The one primary action, and what it will do. */
export function Action(): ReactNode {
  const t = useText();
  const { board, image, preflight, overridden, state } = useBench();
  const { flash } = useActions();
  const [reset, setReset] = useState(false);
  const [sendUrl, setSendUrl] = useState(true);
  const [delivery, setDelivery] = useState<Delivery>(PLAIN_DELIVERY);
  const settings = useStateOf('settings');
  const [busy, setBusy] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const gate = gateOf(board, image, preflight.report, overridden);
  const closed = gateText(t, gate);
  const slots = board !== null && image !== null ? slotSentences(t, board, image) : null;

  // After "Flash again" the hand is already on the key.
  const again = board !== null && state.dismissed[board.deviceId] !== undefined;
  useEffect(() => {
    if (again) button.current?.focus();
  }, [again]);

  const start = async (): Promise<void> => {
    setBusy(true);
    await flash(delivery === PLAIN_DELIVERY ? { reset, sendUrl } : { reset, sendUrl, delivery });
    setBusy(false);
  };
  const press = (): void => {
    if (closed === null && !busy) void start();
  };
  // Wherever the focus is, in a field of the page too.
  useHotkeys([['mod+Enter', press]], []);
  return (
    <section className="action card" aria-label={t('page:flashOverWifi')}>
      <Tooltip label={closed} disabled={closed === null}>
        <Button
          ref={button}
          className="flash"
          size="md"
          variant="filled"
          loading={busy}
          {...(closed === null ? {} : { 'data-disabled': true })}
          aria-disabled={closed !== null}
          aria-describedby="flash-does"
          data-testid="flash-button"
          leftSection={<IconWifi size={20} stroke={1.5} />}
          rightSection={<kbd>Ctrl ↵</kbd>}
          onClick={press}
        >
          {t('page:flashOverWifi')}
        </Button>
      </Tooltip>
      <p id="flash-does">
        {closed !== null ? (
          <b>{closed}</b>
        ) : (
          <>
            <b>{slots?.writes ?? t('page:writesNextSlot')}</b> {slots?.stays}
          </>
        )}
      </p>
      <Popover position="bottom-end" trapFocus returnFocus>
        <Popover.Target>
          <ActionIcon size={28} aria-label={t('page:updateOptions')}>
            <IconAdjustmentsHorizontal size={16} stroke={1.5} />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="sm" maw={360}>
            <Checkbox
              size="xs"
              label={t('page:mayReset')}
              description={board?.hasModemLines === false ? t('page:noModemLines') : t('page:mayResetHint')}
              checked={reset}
              onChange={(event) => setReset(event.currentTarget.checked)}
            />
            <Checkbox
              size="xs"
              label={t('page:ownUrl')}
              description={t('page:ownUrlHint')}
              checked={!sendUrl}
              onChange={(event) => setSendUrl(!event.currentTarget.checked)}
            />
            <DeliveryChoice
              delivery={delivery}
              plainPort={settings?.serving.plainPort != null}
              onDelivery={setDelivery}
            />
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </section>
  );
}
