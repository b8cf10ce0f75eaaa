import './firmware-check.css';

import { Button, FileButton } from '@mantine/core';
import { IconFileSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { FirmwareTrust } from '../../shared/contract/trust-values.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import { readWholeFile } from '../bench/read-image-file.ts';
import { useClient, useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { FirmwareFindings } from './firmware-findings.tsx';

const MEBIBYTE = 1024 * 1024;
/** An ELF has its debug information with it. A station's frames hold no more than an image. */
const MAX_BYTES = { window: 64 * MEBIBYTE, station: 16 * MEBIBYTE } as const;

type Checked =
  | { readonly kind: 'none' | 'reading' }
  | { readonly kind: 'found'; readonly trust: FirmwareTrust }
  | { readonly kind: 'failed'; readonly error: ErrorPayload };

/** "Which CA is in my firmware?": a file is chosen, and what it carries is compared with this bench's. */
export function FirmwareCheck(): ReactNode {
  const t = useText();
  const client = useClient();
  const shell = useStateOf('app')?.shell ?? 'station';
  const [checked, setChecked] = useState<Checked>({ kind: 'none' });
  const check = async (file: File): Promise<void> => {
    setChecked({ kind: 'reading' });
    try {
      const firmware = await readWholeFile(file, MAX_BYTES[shell]);
      setChecked({ kind: 'found', trust: await client.call('certificates.inFirmware', firmware) });
    } catch (thrown) {
      setChecked({ kind: 'failed', error: toErrorPayload(thrown) });
    }
  };
  return (
    <section className="card firmware-check" aria-label={t('trust:whichCa')}>
      <h2>{t('trust:whichCa')}</h2>
      <div className="setting">
        <p>{t('trust:whichCaHint')}</p>
        <FileButton onChange={(file) => file !== null && void check(file)} accept=".bin,.elf">
          {(props) => (
            <Button
              {...props}
              loading={checked.kind === 'reading'}
              leftSection={<IconFileSearch size={16} stroke={1.5} />}
            >
              {t('trust:chooseFirmware')}
            </Button>
          )}
        </FileButton>
      </div>
      <div aria-live="polite">
        {checked.kind === 'found' && <FirmwareFindings trust={checked.trust} />}
        {checked.kind === 'failed' && (
          <ErrorNote error={checked.error} onClose={() => setChecked({ kind: 'none' })} />
        )}
      </div>
    </section>
  );
}
