import { Button } from '@mantine/core';
import { IconCheck, IconCopy, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';

import { useActions } from '../bench/use-actions.ts';
import { useText } from '../text/text-context.tsx';

const SAID_MS = 2_000;

/** Puts what a bug report needs into the clipboard, and says that it did. */
export function CopyDiagnostics(): ReactNode {
  const t = useText();
  const { copyDiagnostics } = useActions();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <Button
      leftSection={<Icon size={16} stroke={1.5} />}
      onClick={() => void copyDiagnostics().then(setCopied)}
    >
      {t(copied ? 'page:copied' : 'page:copyDiagnostics')}
    </Button>
  );
}

/** Back to the checks for the next update of this board. */
export function FlashAgain({ primary = false }: { readonly primary?: boolean }): ReactNode {
  const t = useText();
  const { flashAgain } = useActions();
  return (
    <Button
      variant={primary ? 'filled' : 'default'}
      leftSection={<IconRefresh size={16} stroke={1.5} />}
      onClick={flashAgain}
    >
      {t('page:flashAgain')}
    </Button>
  );
}
