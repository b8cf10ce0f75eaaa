/** One step of a reset sequence; `true` asserts a line, which pulls its pin low. */
export type ResetStep =
  | { readonly kind: 'lines'; readonly dtr?: boolean; readonly rts?: boolean }
  | { readonly kind: 'wait'; readonly ms: number };

/** A parsed sequence, or the first thing in the text that is none of it. */
export type ResetSequence =
  | { readonly ok: true; readonly steps: readonly ResetStep[] }
  | {
      readonly ok: false;
      /** Index of the first character that cannot be read. */
      readonly position: number;
      readonly problem: 'empty' | 'command' | 'level' | 'seconds' | 'tooLong';
    };

/** A port is not held in a sequence for longer than this. */
export const MAX_SEQUENCE_MS = 10_000;
/** Longest text that is read. */
export const MAX_SEQUENCE_TEXT = 400;

/** Runs the app anew: EN low for 100 ms, GPIO0 left alone (esptool's HardReset). */
export const RUN_APP = 'U0,1|W0.1|U0,0';
/** The same on a USB-Serial-JTAG port, which needs twice as long. */
export const RUN_APP_USB = 'U0,1|W0.2|U0,0';
/** Into the ROM's download mode, both lines set at once (esptool's UnixTightReset). */
export const ENTER_DOWNLOAD = 'U0,0|U1,1|U0,1|W0.1|U1,0|W0.05|U0,0';
/** The same on a USB-Serial-JTAG port (esptool's USBJTAGSerialReset). */
export const ENTER_DOWNLOAD_USB = 'R0|D0|W0.1|D1|R0|W0.1|R1|D0|R1|W0.1|D0|R0';

/**
 * Reads a sequence as esptool's `custom_reset_sequence` writes it: commands with `|` between them, `D0` and `D1` for
 * DTR, `R0` and `R1` for RTS, `U1,0` for DTR and RTS at once, `W0.1` to wait for that many seconds.
 */
export function parseResetSequence(text: string): ResetSequence {
  if (text.trim() === '') return { ok: false, position: 0, problem: 'empty' };
  const steps: ResetStep[] = [];
  let position = 0;
  let totalMs = 0;
  for (const part of text.split('|')) {
    const step = parseStep(part);
    if ('problem' in step) return { ok: false, position: position + step.at, problem: step.problem };
    if (step.kind === 'wait') totalMs += step.ms;
    if (totalMs > MAX_SEQUENCE_MS || text.length > MAX_SEQUENCE_TEXT)
      return { ok: false, position, problem: 'tooLong' };
    steps.push(step);
    position += part.length + 1;
  }
  return { ok: true, steps };
}

type Problem = Extract<ResetSequence, { ok: false }>['problem'];

function parseStep(part: string): ResetStep | { readonly problem: Problem; readonly at: number } {
  const start = part.length - part.trimStart().length;
  const command = part.trim();
  const value = command.slice(1);
  switch (command[0]) {
    case 'D':
    case 'R': {
      const level = levelOf(value);
      if (level === null) return { problem: 'level', at: start + 1 };
      return command[0] === 'D' ? { kind: 'lines', dtr: level } : { kind: 'lines', rts: level };
    }
    case 'U': {
      const [dtr, rts, more] = value.split(',');
      const levels = [levelOf(dtr ?? ''), levelOf(rts ?? '')] as const;
      if (levels[0] === null) return { problem: 'level', at: start + 1 };
      if (levels[1] === null || more !== undefined)
        return { problem: 'level', at: start + 1 + (dtr?.length ?? 0) };
      return { kind: 'lines', dtr: levels[0], rts: levels[1] };
    }
    case 'W': {
      const ms = Number(value) * 1000;
      const sound = /^(\d+(\.\d*)?|\.\d+)$/.test(value) && Number.isFinite(ms);
      return sound ? { kind: 'wait', ms } : { problem: 'seconds', at: start + 1 };
    }
    default:
      return { problem: 'command', at: start };
  }
}

/** `1`, `0`, and what Python's esptool takes besides. */
function levelOf(text: string): boolean | null {
  const word = text.trim();
  if (word === '1' || word === 'True') return true;
  return word === '0' || word === 'False' ? false : null;
}
