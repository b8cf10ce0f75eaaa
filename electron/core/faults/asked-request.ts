/** The head of a request, as far as the misbehaving server reads it. */
export interface AskedRequest {
  readonly method: string;
  readonly target: string;
  /** First byte and the one behind the last; null for the whole. */
  readonly range: { readonly start: number; readonly end: number | null } | null;
}

/** A board sends about 200 bytes. */
const MAX_HEAD_BYTES = 8 * 1024;

/** Collects the bytes of a connection into requests without a body. */
export class RequestReader {
  #text = '';

  /** The requests that are whole by now; null where what comes is none. */
  push(bytes: Buffer): readonly AskedRequest[] | null {
    this.#text += bytes.toString('latin1');
    const requests: AskedRequest[] = [];
    for (;;) {
      const end = this.#text.indexOf('\r\n\r\n');
      if (end === -1) break;
      const request = readHead(this.#text.slice(0, end));
      if (request === null) return null;
      requests.push(request);
      this.#text = this.#text.slice(end + 4);
    }
    return this.#text.length > MAX_HEAD_BYTES ? null : requests;
  }
}

function readHead(head: string): AskedRequest | null {
  const [first = '', ...lines] = head.split('\r\n');
  const line = /^([A-Z]{1,20}) (\S{1,2000}) HTTP\/1\.[01]$/.exec(first);
  if (line === null) return null;
  const range = lines
    .map((each) => /^range:\s*bytes=(\d+)-(\d*)\s*$/i.exec(each))
    .find((found) => found != null);
  return {
    method: line[1] ?? '',
    target: line[2] ?? '',
    range: range == null ? null : { start: Number(range[1]), end: range[2] ? Number(range[2]) + 1 : null },
  };
}
