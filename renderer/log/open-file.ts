import type { Client } from '../client/client.ts';

/** Bytes sent to the core at once. */
export const PIECE_BYTES = 8 * 1024 * 1024;

/** Opens a saved log: by its path where the core can read it, else in pieces. Rejects with a WorkbenchError. */
export async function openLogFile(client: Client, file: File, pathsTaken: boolean): Promise<string> {
  const path = pathsTaken ? client.pathOf(file) : null;
  if (path !== null) return (await client.call('log.open', { path })).logId;
  let uploadId: string | null = null;
  for (let from = 0; ; from += PIECE_BYTES) {
    const bytes = new Uint8Array(await file.slice(from, from + PIECE_BYTES).arrayBuffer());
    const isLast = from + PIECE_BYTES >= file.size;
    const answer: { readonly uploadId: string; readonly logId: string | null } = await client.call(
      'log.upload',
      { uploadId, fileName: file.name, bytes, isLast },
    );
    uploadId = answer.uploadId;
    if (answer.logId !== null) return answer.logId;
  }
}
