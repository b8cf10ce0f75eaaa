import type { SerialBinding } from '../../electron/core/ports.ts';

/** A line as the board printed it, without colours and its end, in other words; null: nothing. */
export type OtherWords = (line: string) => string | null;

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Ports whose boards say everything in other words: whole lines are changed on their way to the core. */
export function inOtherWords(binding: SerialBinding, words: OtherWords): SerialBinding {
  return {
    list: () => binding.list(),
    watch: (onChange) => binding.watch?.(onChange) ?? null,
    open: (path, baudRate, listener, options) => {
      let rest = '';
      return binding.open(
        path,
        baudRate,
        {
          onClosed: () => listener.onClosed(),
          onBytes: (bytes) => {
            const lines = (rest + Buffer.from(bytes).toString('latin1')).split('\n');
            rest = lines.pop() ?? '';
            const said = lines.flatMap((line) => words(line.replace(COLOURS, '').trimEnd()) ?? []);
            if (said.length > 0) listener.onBytes(Buffer.from(`${said.join('\r\n')}\r\n`, 'latin1'));
          },
        },
        options,
      );
    },
  };
}
