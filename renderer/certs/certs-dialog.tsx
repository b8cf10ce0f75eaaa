import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

import { useText } from '../text/text-context.tsx';

interface CertsDialogProps {
  readonly opened: boolean;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog that stays mounted, so that the focus finds its way back; what is in it starts anew each time. */
export function CertsDialog({ opened, title, onClose, children }: CertsDialogProps): ReactNode {
  const t = useText();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size="md"
      classNames={{ body: 'certs-dialog' }}
      closeButtonProps={{ 'aria-label': t('certs:close') }}
    >
      {children}
    </Modal>
  );
}
