import { useState } from 'react';

import type { BroughtFindings, TrustKind } from '../../shared/contract/certificates-values.ts';
import { useClient } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { withCertificateFiles } from './certificate-files.ts';
import type { Attempt } from './use-attempt.ts';
import { useAttempt } from './use-attempt.ts';

export type BroughtKind = Exclude<TrustKind, 'own'>;

export interface KeepOptions {
  readonly acceptWarnings: boolean;
  /** Shows it to boards from now on. */
  readonly use: boolean;
}

/** What happens to files that are brought along. The files are read anew each time, and never kept here. */
export interface Brought {
  readonly attempt: Attempt;
  readonly password: string;
  setPassword(password: string): void;
  readonly found: BroughtFindings | null;
  readonly said: string;
  check(): Promise<void>;
  /** True when the core has it. */
  keep(options: KeepOptions): Promise<boolean>;
  forgetFound(): void;
  /** Other files are chosen, or none. */
  forget(): void;
}

export function useBrought(files: readonly File[], as: BroughtKind): Brought {
  const t = useText();
  const client = useClient();
  const attempt = useAttempt();
  const [password, setPassword] = useState('');
  const [said, setSaid] = useState('');
  const [judged, setJudged] = useState<{ files: readonly File[]; found: BroughtFindings } | null>(null);
  const given = { password: password === '' ? null : password, as };
  return {
    attempt,
    password,
    setPassword,
    // What was found belongs to the files it was found in.
    found: judged?.files === files ? judged.found : null,
    said,
    check: async () => {
      setSaid('');
      const found = await attempt.run(() =>
        withCertificateFiles(files, (read) =>
          client.call('certificates.inspectBrought', { files: [...read], ...given }),
        ),
      );
      setJudged(found === null ? null : { files, found });
    },
    keep: async ({ acceptWarnings, use }) => {
      const kept = await attempt.run(async () => {
        const found = await withCertificateFiles(files, (read) =>
          client.call('certificates.useBrought', { files: [...read], ...given, acceptWarnings }),
        );
        if (use) await client.call('certificates.useTrust', { trust: as });
        return found;
      });
      if (kept === null) return false;
      setPassword('');
      setJudged(null);
      setSaid(t(use ? 'certs:keptAndUsed' : 'certs:kept'));
      return true;
    },
    forgetFound: () => setJudged(null),
    forget: () => {
      attempt.clear();
      setPassword('');
      setSaid('');
      setJudged(null);
    },
  };
}
