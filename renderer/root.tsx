import './theme/styles.ts';

import type { ReactNode } from 'react';
import { useMemo } from 'react';

import { App } from './app.tsx';
import { BenchProvider } from './bench/bench-context.tsx';
import type { Client } from './client/client.ts';
import { ClientProvider } from './client/context.tsx';
import { LogStore } from './log/log-store.ts';
import { LogStoreContext } from './log/use-log.ts';
import { TextProvider } from './text/text-context.tsx';
import { ThemeProvider } from './theme/theme-provider.tsx';

/** The whole page over a client. */
export function Root({ client }: { readonly client: Client }): ReactNode {
  const logs = useMemo(() => new LogStore(client), [client]);
  return (
    <ClientProvider client={client}>
      <TextProvider>
        <ThemeProvider>
          <LogStoreContext value={logs}>
            <BenchProvider>
              <App />
            </BenchProvider>
          </LogStoreContext>
        </ThemeProvider>
      </TextProvider>
    </ClientProvider>
  );
}
