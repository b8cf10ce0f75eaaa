import type { ResetStep } from '../../../shared/serial/reset-sequence.ts';
import type { Clock, ModemLines, SerialLink } from '../ports.ts';

const RELEASED: ModemLines = { dtr: false, rts: false };

/**
 * Sets a port's lines step by step; `onLines` is told of each. A sequence that fails leaves both released.
 * @throws WorkbenchError serial/no-modem-lines, serial/port-gone
 */
export async function runSequence(
  link: SerialLink,
  clock: Clock,
  steps: readonly ResetStep[],
  from: ModemLines,
  onLines: (lines: ModemLines) => void,
): Promise<void> {
  let lines = from;
  try {
    for (const step of steps) {
      if (step.kind === 'wait') {
        await new Promise<void>((resolve) => clock.after(step.ms, resolve));
        continue;
      }
      lines = { dtr: step.dtr ?? lines.dtr, rts: step.rts ?? lines.rts };
      await link.setLines(lines);
      onLines(lines);
    }
  } catch (thrown) {
    await link.setLines(RELEASED).catch(() => undefined);
    throw thrown;
  }
}
