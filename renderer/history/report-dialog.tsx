import './report-dialog.css';

import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';

import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload } from '../../shared/errors.ts';
import { useClient } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { ErrorNote } from '../ui/error-note.tsx';

interface ReportDialogProps {
  readonly reportId: string;
  readonly onClose: () => void;
}

/** The report as it lies on disk, in a frame that may run nothing and reach nothing. */
export function ReportDialog({ reportId, onClose }: ReportDialogProps): ReactNode {
  const t = useText();
  const client = useClient();
  const [markup, setMarkup] = useState<string | null>(null);
  const [error, setError] = useState<ErrorPayload | null>(null);
  useEffect(() => {
    let isOpen = true;
    client.call('report.read', { reportId, file: 'report.html' }).then(
      ({ bytes }) => isOpen && setMarkup(new TextDecoder().decode(bytes)),
      (thrown: unknown) => isOpen && setError(toErrorPayload(thrown)),
    );
    return () => {
      isOpen = false;
    };
  }, [client, reportId]);
  const title = t('history:reportTitle', { reportId });
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="min(1080px, 92vw)"
      classNames={{ body: 'report-dialog' }}
      closeButtonProps={{ 'aria-label': t('page:close') }}
    >
      {error !== null && <ErrorNote error={error} />}
      {markup !== null && <iframe title={title} sandbox="" srcDoc={markup} />}
    </Modal>
  );
}
