import { execFile } from 'node:child_process';

/** What a tool of the system said; `exitCode` null where it could not be run or took too long. */
export interface ToolAnswer {
  readonly exitCode: number | null;
  readonly stdout: string;
}

/** `deadlineMs`: two seconds where left out. */
export type RunTool = (file: string, args: readonly string[], deadlineMs?: number) => Promise<ToolAnswer>;

/** A tool that takes longer is ended: nobody waits for it. */
const DEADLINE_MS = 2_000;
const MAX_BYTES = 1024 * 1024;

/** Runs a tool of the system without a shell, in English where it has a choice. Never rejects. */
export const runTool: RunTool = (file, args, deadlineMs = DEADLINE_MS) =>
  new Promise((resolve) => {
    const settle = (exitCode: number | null, stdout: string): void => resolve({ exitCode, stdout });
    try {
      const options = {
        timeout: deadlineMs,
        killSignal: 'SIGKILL',
        maxBuffer: MAX_BYTES,
        windowsHide: true,
        env: { ...process.env, LC_ALL: 'C' },
      } as const;
      execFile(file, [...args], options, (error, stdout) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
        settle(error?.killed === true ? null : code, stdout);
      });
    } catch {
      settle(null, '');
    }
  });
