import { Button, FileButton, SegmentedControl } from '@mantine/core';
import { IconCertificate } from '@tabler/icons-react';
import type { ReactNode, Ref } from 'react';
import { useRef } from 'react';

import { useBench } from '../bench/bench-context.tsx';
import { SettingRow } from '../settings/setting-row.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { BroughtFound } from './brought-found.tsx';
import { KeepBrought } from './keep-brought.tsx';
import { PasswordField } from './password-field.tsx';
import type { BroughtKind } from './use-brought.ts';
import { useBrought } from './use-brought.ts';

interface BroughtCardProps {
  readonly as: BroughtKind;
  readonly onAs: (kind: BroughtKind) => void;
  readonly ref?: Ref<HTMLElement>;
}

/** Files are read and judged; what was found is shown before anything is kept. */
export function BroughtCard({ as, onAs, ref }: BroughtCardProps): ReactNode {
  const t = useText();
  const { state, dispatch } = useBench();
  const files = state.certificateFiles;
  const brought = useBrought(files, as);
  const resetInput = useRef<() => void>(null);
  const take = (taken: readonly File[]): void => {
    resetInput.current?.();
    brought.forget();
    dispatch({ kind: 'bringCertificates', files: taken });
  };
  const { attempt, found } = brought;
  return (
    <section className="card brought" aria-labelledby="certs-brought" ref={ref} tabIndex={-1}>
      <h2 id="certs-brought">{t('certs:brought')}</h2>
      <p>{t('certs:broughtHint')}</p>
      <SettingRow title={t('certs:broughtAs')} hint={as === 'public' ? t('certs:publicNeeds') : ''}>
        <SegmentedControl
          aria-label={t('certs:broughtAs')}
          data={(['brought', 'public'] as const).map((value) => ({ value, label: t(`certs:as_${value}`) }))}
          value={as}
          onChange={(kind) => {
            brought.forgetFound();
            onAs(kind === 'public' ? 'public' : 'brought');
          }}
        />
      </SettingRow>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void brought.check();
        }}
      >
        <SettingRow title={t('certs:files')} hint={t('certs:dropHere')}>
          <FileButton
            multiple
            accept=".pem,.crt,.cer,.key,.der,.p12,.pfx"
            resetRef={resetInput}
            inputProps={{ 'aria-label': t('certs:files') }}
            onChange={take}
          >
            {(button) => (
              <Button {...button} leftSection={<IconCertificate size={16} stroke={1.5} aria-hidden="true" />}>
                {t('certs:chooseFiles')}
              </Button>
            )}
          </FileButton>
        </SettingRow>
        {files.length > 0 && (
          <>
            <ul className="file-names">
              {files.map((file) => (
                <li key={file.name}>
                  <code>{file.name}</code>
                </li>
              ))}
            </ul>
            <PasswordField
              label={t('certs:filePassword')}
              description={t('certs:filePasswordHint')}
              value={brought.password}
              onChange={brought.setPassword}
            />
            <div className="buttons">
              <Button onClick={() => take([])}>{t('certs:clear')}</Button>
              <Button type="submit" loading={attempt.busy}>
                {t('certs:check')}
              </Button>
            </div>
          </>
        )}
      </form>
      {attempt.error !== null && <ErrorNote error={attempt.error} onClose={attempt.clear} />}
      <div aria-live="polite">{found !== null && <BroughtFound found={found} />}</div>
      {found !== null && (
        <KeepBrought
          key={JSON.stringify(found.findings)}
          findings={found.findings}
          busy={attempt.busy}
          onKeep={async (options) => {
            if (await brought.keep(options)) dispatch({ kind: 'bringCertificates', files: [] });
          }}
        />
      )}
      <p role="status">{brought.said}</p>
    </section>
  );
}
