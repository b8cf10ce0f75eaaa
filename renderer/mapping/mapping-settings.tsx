import './mapping-settings.css';

import { ActionIcon, Button, FileButton } from '@mantine/core';
import { IconFilePlus, IconFileSearch, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import type { MappingTest } from '../../shared/ota/mapping/try-mappings.ts';
import { errorText } from '../../shared/text/translator.ts';
import { readWholeFile } from '../bench/read-image-file.ts';
import { useClient, useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { MappingFindings } from './mapping-findings.tsx';

const MAX_LOG_BYTES = 8 * 1024 * 1024;

/** The files that teach the lines of a firmware of one's own: kept ones, a new one, and what they read in a saved log. */
export function MappingSettings(): ReactNode {
  const t = useText();
  const client = useClient();
  const entries = useStateOf('mappings') ?? [];
  const [error, setError] = useState<ErrorPayload | null>(null);
  const [found, setFound] = useState<MappingTest | null>(null);
  const attempt = async (action: () => Promise<unknown>): Promise<void> => {
    setError(null);
    try {
      await action();
    } catch (thrown) {
      setError(toErrorPayload(thrown));
    }
  };
  const add = async (file: File): Promise<void> => {
    const { fileName, bytes } = await readWholeFile(file, MAX_LOG_BYTES);
    await client.call('mapping.set', { file: fileName, text: new TextDecoder().decode(bytes) });
  };
  const tryOn = async (file: File): Promise<void> => {
    const { bytes } = await readWholeFile(file, MAX_LOG_BYTES);
    const log = new TextDecoder().decode(bytes);
    setFound(await client.call('mapping.test', { log, mapping: null }));
  };
  return (
    <section className="card mapping-settings" aria-label={t('mapping:title')}>
      <h2>{t('mapping:title')}</h2>
      <div className="setting">
        <p>{t('mapping:hint')}</p>
        <div className="mapping-buttons">
          <FileButton onChange={(file) => file !== null && void attempt(() => add(file))} accept=".yaml,.yml">
            {(props) => (
              <Button {...props} leftSection={<IconFilePlus size={16} stroke={1.5} />}>
                {t('mapping:add')}
              </Button>
            )}
          </FileButton>
          <FileButton onChange={(file) => file !== null && void attempt(() => tryOn(file))}>
            {(props) => (
              <Button
                {...props}
                variant="default"
                disabled={entries.every(({ problem }) => problem !== null)}
                leftSection={<IconFileSearch size={16} stroke={1.5} />}
              >
                {t('mapping:tryLog')}
              </Button>
            )}
          </FileButton>
        </div>
      </div>
      {entries.length === 0 ? (
        <p className="mapping-none">{t('mapping:none')}</p>
      ) : (
        <ul className="mapping-files">
          {entries.map(({ file, name, rules, problem }) => (
            <li key={file}>
              <span>
                <code>{file}</code>{' '}
                {problem === null
                  ? `${name} · ${t('mapping:rules', { count: rules })}`
                  : errorText(t, problem).message}
              </span>
              <ActionIcon
                variant="subtle"
                aria-label={t('mapping:remove', { file })}
                onClick={() => void attempt(() => client.call('mapping.remove', { file }))}
              >
                <IconX size={16} stroke={1.5} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <div aria-live="polite">
        {error !== null && <ErrorNote error={error} onClose={() => setError(null)} />}
        {found !== null && <MappingFindings found={found} />}
      </div>
    </section>
  );
}
