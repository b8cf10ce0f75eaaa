import type { LogTextOptions } from '../../shared/contract/log-values.ts';
import type { Client } from '../client/client.ts';

/** Text of rows `from` to `to` (not included), in pieces as the core gives them. */
export async function* textOfRows(
  client: Client,
  viewId: string,
  from: number,
  to: number,
  options: LogTextOptions,
): AsyncGenerator<string> {
  let next: { readonly row: number; readonly skipLines: number } | null = { row: from, skipLines: 0 };
  while (next !== null) {
    const { row, skipLines }: { readonly row: number; readonly skipLines: number } = next;
    const piece: Awaited<ReturnType<typeof textPiece>> = await textPiece(
      client,
      viewId,
      row,
      skipLines,
      to,
      options,
    );
    yield piece.text;
    next = piece.next;
  }
}

function textPiece(
  client: Client,
  viewId: string,
  fromRow: number,
  skipLines: number,
  toRow: number,
  options: LogTextOptions,
) {
  return client.call('log.text', { viewId, fromRow, toRow, skipLines, options });
}

/** The lines of rows as they are copied: all of them, drawn or not. */
export async function copyRows(
  client: Client,
  viewId: string,
  from: number,
  to: number,
  stamps: LogTextOptions['stamps'],
): Promise<void> {
  const parts: string[] = [];
  const options = { format: 'text', stamps, ansi: false } as const;
  for await (const text of textOfRows(client, viewId, from, to, options)) parts.push(text);
  await navigator.clipboard.writeText(parts.join(''));
}
