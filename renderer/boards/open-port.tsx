import {
  ActionIcon,
  Autocomplete,
  Button,
  Group,
  Modal,
  Radio,
  Stack,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { PortState } from '../../shared/contract/values.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useClient, useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { BAUD_RATES, baudRateOf, portDetail } from './port-text.ts';

const NO_PORTS: readonly PortState[] = [];
const NO_PROBLEMS: readonly ErrorPayload[] = [];

/** The serial ports of this machine; opening one adds its board. */
export function OpenPort({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useText();
  const client = useClient();
  const { dispatch } = useBench();
  const ports = (useStateOf('ports') ?? NO_PORTS).filter(({ virtual }) => !virtual);
  const problems = useStateOf('portProblems') ?? NO_PROBLEMS;
  const usual = useStateOf('settings')?.baudRate ?? 115_200;
  const [path, setPath] = useState<string | null>(null);
  const [baud, setBaud] = useState(String(usual));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorPayload | null>(null);
  const chosen = path ?? ports[0]?.path ?? '';
  const baudRate = baudRateOf(baud);

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (thrown) {
      setError(toErrorPayload(thrown));
    } finally {
      setBusy(false);
    }
  };
  const refresh = (): Promise<void> => attempt(async () => void (await client.call('port.list', {})));
  const open = (): Promise<void> =>
    attempt(async () => {
      if (baudRate === null) return;
      const { deviceId } = await client.call('board.open', { path: chosen.trim(), baudRate });
      dispatch({ kind: 'selectBoard', deviceId });
      onClose();
    });

  return (
    <Modal opened onClose={onClose} title={t('page:openSerialPort')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void open();
        }}
      >
        <Group justify="space-between" mb="xs">
          <h3 id="ports-title">{t('page:portsOfThisMachine')}</h3>
          <Tooltip label={t('page:refreshPorts')}>
            <ActionIcon aria-label={t('page:refreshPorts')} onClick={() => void refresh()} disabled={busy}>
              <IconRefresh size={16} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        </Group>
        {problems.map((problem) => (
          <ErrorNote key={JSON.stringify(problem)} error={problem} />
        ))}
        {ports.length === 0 ? (
          <p>{t('page:noPorts')}</p>
        ) : (
          <Radio.Group value={chosen} onChange={setPath} aria-labelledby="ports-title">
            <Stack gap={6}>
              {ports.map((port) => (
                <Radio
                  key={port.path}
                  value={port.path}
                  size="xs"
                  label={port.label}
                  description={portDetail(port)}
                />
              ))}
            </Stack>
          </Radio.Group>
        )}
        <TextInput
          mt="md"
          label={t('page:portPath')}
          description={t('page:portPathHint')}
          value={chosen}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <Autocomplete
          mt="md"
          label={t('page:baudRate')}
          data={BAUD_RATES}
          value={baud}
          filter={({ options }) => options}
          error={baudRate === null ? t('page:baudRateInvalid') : null}
          onChange={setBaud}
        />
        {error !== null && <ErrorNote error={error} />}
        <Group justify="flex-end" mt="lg">
          <Button onClick={onClose}>{t('page:cancel')}</Button>
          <Button
            type="submit"
            variant="filled"
            loading={busy}
            disabled={chosen.trim() === '' || baudRate === null}
          >
            {t('page:open')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
