import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { chooseTransport } from './client/choose-transport.ts';
import { createClient } from './client/client.ts';
import { Root } from './root.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root');
createRoot(root).render(
  <StrictMode>
    <Root client={createClient(chooseTransport())} />
  </StrictMode>,
);
