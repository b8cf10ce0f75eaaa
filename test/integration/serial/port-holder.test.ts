import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { holderOf } from '../../../electron/adapters/serial/port-holder.ts';
import { createSerialBinding } from '../../../electron/adapters/serial/serial-binding.ts';
import { toErrorPayload } from '../../../shared/errors.ts';
import { createTranslator, errorText } from '../../../shared/text/translator.ts';
import { openPtyPair } from '../../support/pty.ts';
import { tempDir } from '../../support/temp-dir.ts';

const NOBODY = { onBytes: () => undefined, onClosed: () => undefined };

/** What a person reads who opens a terminal that a program of this name holds. */
async function refusedBy(name: string) {
  const pair = await openPtyPair();
  onTestFinished(() => pair.close());
  const program = path.join(tempDir(), name);
  copyFileSync('/usr/bin/sleep', program);
  chmodSync(program, 0o755);
  const { pid, kill } = flocked(pair.portNode, program);
  onTestFinished(kill);
  await expect.poll(() => holderOf(pair.portNode)).toEqual({ pid, name });
  const opening = createSerialBinding().open(pair.port, 115_200, NOBODY);
  const error = toErrorPayload(await opening.catch((thrown: unknown) => thrown));
  const { message, hint } = errorText(createTranslator('en'), error);
  expect(message).toBe(`Another program holds the serial port ${pair.port} (${name}, PID ${pid}).`);
  return hint;
}

/** `--no-fork`: the program itself holds the lock. */
function flocked(node: string, program: string) {
  const child = spawn('flock', ['--no-fork', node, program, '60'], { stdio: 'ignore' });
  return { pid: String(child.pid), kill: () => void child.kill('SIGKILL') };
}

test('ModemManager on a port is named, with the rule that keeps it off', async () => {
  expect(await refusedBy('ModemManager')).toContain('ModemManager');
});

test('any other program is named, and to be closed', async () => {
  expect(await refusedBy('minicom')).toContain('Close the other monitor');
});
