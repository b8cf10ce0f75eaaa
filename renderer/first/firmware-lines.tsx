import { Button, Group, Modal, SegmentedControl } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';

import type { FirmwareLines as Lines, TrustKind } from '../../shared/contract/certificates-values.ts';
import { TRUST_KINDS } from '../../shared/contract/certificates-values.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import { saveText } from '../bench/browser-files.ts';
import { useActions } from '../bench/use-actions.ts';
import { authorityOfWay, dayText } from '../certs/certs-text.ts';
import { useClient, useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { FirmwarePart } from './firmware-part.tsx';

interface FirmwareLinesProps {
  readonly opened: boolean;
  /** Null: the way in use. */
  readonly trust: TrustKind | null;
  readonly onClose: () => void;
}

/** What the firmware needs to take updates from this program, file by file, with the lines to copy. */
export function FirmwareLines({ opened, trust, onClose }: FirmwareLinesProps): ReactNode {
  const t = useText();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('page:firmwareTitle')}
      size="lg"
      classNames={{ body: 'firmware-lines' }}
      closeButtonProps={{ 'aria-label': t('page:close') }}
    >
      <Content trust={trust} onClose={onClose} />
    </Modal>
  );
}

/** Starts anew each time the dialog opens. */
function Content({ trust, onClose }: Omit<FirmwareLinesProps, 'opened'>): ReactNode {
  const t = useText();
  const { run } = useActions();
  const certificates = useStateOf('certificates');
  const [chosen, setChosen] = useState(trust);
  const way = chosen ?? certificates?.trust ?? 'own';
  const { lines, error } = useLines(way);
  const form = way === 'public' ? 'public' : 'embedded';
  const authority = authorityOfWay(certificates?.authorities ?? [], way);
  const savePem = async (): Promise<void> => {
    const ca = await run('certificates.caPem', { authority: authority?.sha256Fingerprint });
    if (ca !== null) saveText(ca.fileName, ca.pem, 'application/x-pem-file');
  };
  const until = authority === undefined ? '' : dayText(authority.notAfter);
  return (
    <>
      <SegmentedControl
        aria-label={t('certs:firmwareWay')}
        data={TRUST_KINDS.map((value) => ({ value, label: t(`certs:way_${value}`) }))}
        value={way}
        onChange={(value) => setChosen(TRUST_KINDS.find((each) => each === value) ?? null)}
      />
      {error !== null && <ErrorNote error={error} />}
      {lines !== null && (
        <>
          <p>{t(`certs:firmwareWhy_${form}`)}</p>
          {lines.parts.map((part) => (
            <FirmwarePart key={part.file} part={part} why={t(`certs:line_${part.language}_${form}`)} />
          ))}
          <p>{t(`certs:firmwareThen_${form}`, { date: until })}</p>
        </>
      )}
      <Group justify="flex-end" mt="md">
        {lines?.caFile != null && (
          <Button leftSection={<IconDownload size={16} stroke={1.5} />} onClick={() => void savePem()}>
            {t('page:saveCa')}
          </Button>
        )}
        <Button variant="filled" onClick={onClose}>
          {t('page:close')}
        </Button>
      </Group>
    </>
  );
}

/** The lines for a way of trust, filled with this bench's values. */
function useLines(trust: TrustKind): { readonly lines: Lines | null; readonly error: ErrorPayload | null } {
  const client = useClient();
  const [answer, setAnswer] = useState<{ trust: TrustKind; lines: Lines | null; error: ErrorPayload | null }>(
    {
      trust,
      lines: null,
      error: null,
    },
  );
  useEffect(() => {
    let current = true;
    client.call('certificates.firmwareLines', { trust }).then(
      (lines) => current && setAnswer({ trust, lines, error: null }),
      (thrown: unknown) => current && setAnswer({ trust, lines: null, error: toErrorPayload(thrown) }),
    );
    return () => {
      current = false;
    };
  }, [client, trust]);
  return answer.trust === trust ? answer : { lines: null, error: null };
}
