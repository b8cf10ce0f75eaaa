import { Button } from '@mantine/core';
import { IconDownload, IconRefresh, IconUpload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';

import type { AuthorityState, CertificatesState } from '../../shared/contract/certificates-values.ts';
import { useText } from '../text/text-context.tsx';
import { AuthorityRow } from './authority-row.tsx';
import { BackupDialog } from './backup-dialog.tsx';
import { boardsText, plainSubject } from './certs-text.ts';
import { DropDialog } from './drop-dialog.tsx';
import { RestoreDialog } from './restore-dialog.tsx';
import { RotateDialog } from './rotate-dialog.tsx';
import { useNamedBoards } from './use-named-boards.ts';

type Asked =
  | { readonly kind: 'none' | 'rotate' | 'backup' | 'restore' }
  | { readonly kind: 'drop'; readonly authority: AuthorityState };

const NONE: Asked = { kind: 'none' };

/** What boards trust: the current CA, previous ones, what was brought along; and what is done with them. */
export function AuthorityList({ certificates }: { readonly certificates: CertificatesState }): ReactNode {
  const t = useText();
  const { authorities } = certificates;
  const boards = useNamedBoards(authorities);
  const [asked, setAsked] = useState<Asked>(NONE);
  const [said, setSaid] = useState('');
  const title = useRef<HTMLHeadingElement>(null);
  const close = (): void => setAsked(NONE);
  const done = (sentence: string): void => {
    setSaid(sentence);
    close();
  };
  return (
    <section className="card authorities" aria-labelledby="certs-authorities">
      <h2 id="certs-authorities" ref={title} tabIndex={-1}>
        {t('certs:authorities')}
      </h2>
      <p>{t('certs:authoritiesHint')}</p>
      <ul>
        {authorities.map((authority) => (
          <AuthorityRow
            key={authority.sha256Fingerprint}
            authority={authority}
            boards={boards}
            onDrop={() => setAsked({ kind: 'drop', authority })}
          />
        ))}
      </ul>
      <p role="status">{said}</p>
      <div className="buttons">
        <Button
          leftSection={<IconRefresh size={16} stroke={1.5} aria-hidden="true" />}
          onClick={() => setAsked({ kind: 'rotate' })}
        >
          {t('certs:rotate')}
        </Button>
        <Button
          leftSection={<IconDownload size={16} stroke={1.5} aria-hidden="true" />}
          onClick={() => setAsked({ kind: 'backup' })}
        >
          {t('certs:backup')}
        </Button>
        <Button
          leftSection={<IconUpload size={16} stroke={1.5} aria-hidden="true" />}
          onClick={() => setAsked({ kind: 'restore' })}
        >
          {t('certs:restore')}
        </Button>
      </div>
      <RotateDialog
        opened={asked.kind === 'rotate'}
        certificates={certificates}
        onClose={close}
        onDone={(keys) => done(t('certificates:rotated', { boards: boardsText(t, boards, keys) }))}
      />
      <BackupDialog
        opened={asked.kind === 'backup'}
        onClose={close}
        onDone={(file) => done(t('certs:backedUp', { file }))}
      />
      <RestoreDialog
        opened={asked.kind === 'restore'}
        onClose={close}
        onDone={() => done(t('certificates:restored'))}
      />
      <DropDialog
        authority={asked.kind === 'drop' ? asked.authority : null}
        boards={boards}
        onClose={close}
        onDone={(subject) => {
          done(t('certs:dropped', { subject: plainSubject(subject) }));
          // The row with the button is gone.
          title.current?.focus();
        }}
      />
    </section>
  );
}
