import type { ReadStream } from 'node:tty';

/** Takes a terminal's keys as they are pressed, Ctrl+C too; returns what gives it back. Null for what is no terminal. */
export function takeKeyboard(input: ReadStream, listener: (text: string) => void): (() => void) | null {
  if (!input.isTTY) return null;
  input.setRawMode(true);
  input.setEncoding('utf8');
  input.on('data', listener);
  // The terminal is gone: its signal ends the command.
  input.on('error', () => undefined);
  input.resume();
  return () => {
    input.off('data', listener);
    input.pause();
    input.setRawMode(false);
  };
}
