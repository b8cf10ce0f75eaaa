import { messageOf, WorkbenchError } from '../../../shared/errors.ts';

/** Runs work on files and says whose folder failed. @throws WorkbenchError data/not-writable for a system error. */
export async function inFolder<T>(dir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof WorkbenchError || !isSystemError(thrown)) throw thrown;
    throw new WorkbenchError('data/not-writable', { dir, detail: messageOf(thrown) }, { cause: thrown });
  }
}

function isSystemError(thrown: unknown): boolean {
  return thrown instanceof Error && 'syscall' in thrown;
}
