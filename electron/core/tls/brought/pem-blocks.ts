/** One block of a PEM file. */
export interface PemBlock {
  /** `CERTIFICATE`, `RSA PRIVATE KEY`, `ENCRYPTED PRIVATE KEY`, … */
  readonly label: string;
  /** With its frame, and the headers that old encrypted keys have. */
  readonly text: string;
}

/** The whole blocks of a file, in its order; text around them is left out. Empty for a file that is no PEM. */
export function pemBlocks(bytes: Uint8Array): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  let open: { readonly label: string; readonly lines: string[] } | null = null;
  for (const raw of Buffer.from(bytes)
    .toString('latin1')
    .split(/\r?\n|\r/)) {
    const line = raw.trim();
    const begin = /^-----BEGIN ([A-Z0-9 ]{1,40})-----$/.exec(line)?.[1];
    if (begin !== undefined) open = { label: begin, lines: [] };
    open?.lines.push(line);
    if (open === null || line !== `-----END ${open.label}-----`) continue;
    blocks.push({ label: open.label, text: `${open.lines.join('\n')}\n` });
    open = null;
  }
  return blocks;
}
