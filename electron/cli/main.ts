import { homedir } from 'node:os';
import path from 'node:path';

import { openCore, openPortLister } from '../compose.ts';
import { takeKeyboard } from './monitor/keyboard.ts';
import { unblock } from './monitor/unblock.ts';
import { runCli } from './run-cli.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The command `ota-workbench`: this process as the command line's world. */
const code = await runCli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  columns: () => (process.stdout.isTTY ? process.stdout.columns : null),
  env: process.env,
  platform: process.platform,
  home: homedir(),
  locale: Intl.DateTimeFormat().resolvedOptions().locale,
  pageDir: path.join(import.meta.dirname, 'page'),
  openCore,
  openPortLister,
  unblockOutput: () => unblock(process.stdout),
  openKeyboard: (listener) => takeKeyboard(process.stdin, listener),
  onSignal: (listener) => {
    for (const signal of SIGNALS) process.on(signal, listener);
    return () => {
      for (const signal of SIGNALS) process.off(signal, listener);
    };
  },
  exit: (exitCode) => process.exit(exitCode),
});
process.exit(code);
