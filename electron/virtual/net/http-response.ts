/** Longest head that http_parser takes (HTTP_MAX_HEADER_SIZE). */
const MAX_HEAD_BYTES = 80 * 1024;
/** Statuses whose message has no body. */
const BODILESS = [204, 304];

type Framing =
  | { readonly kind: 'length' }
  | { readonly kind: 'untilEnd' }
  | { kind: 'chunked'; state: 'size' | 'data' | 'dataEnd' | 'trailer'; line: string; left: number };

/** Reads one HTTP/1.x response as http_parser does, from pieces of any size. */
export class HttpResponse {
  #head = '';
  #framing: Framing | null = null;
  #bodyBytes = 0;
  #complete = false;
  #failed = false;
  #headers = new Map<string, string>();
  status = -1;
  /** As esp_http_client holds it: -1 where none is given. */
  contentLength = 0;

  /** The head has been read. */
  get started(): boolean {
    return this.#framing !== null;
  }

  /** `on_message_complete` was called. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Body bytes so far. */
  get bodyBytes(): number {
    return this.#bodyBytes;
  }

  header(name: string): string | null {
    return this.#headers.get(name.toLowerCase()) ?? null;
  }

  /** Takes what came and returns the body bytes in it. */
  push(bytes: Buffer): Buffer {
    if (this.#failed || this.#complete) return Buffer.alloc(0);
    const rest = this.#framing === null ? this.#takeHead(bytes) : bytes;
    const body = this.#takeBody(rest);
    this.#bodyBytes += body.length;
    return body;
  }

  /** The connection ended: completes a body that only its end delimits. */
  end(): void {
    if (this.#framing?.kind === 'untilEnd') this.#complete = true;
  }

  #takeHead(bytes: Buffer): Buffer {
    const before = this.#head.length;
    this.#head += bytes.toString('latin1');
    const end = /\r?\n\r?\n/.exec(this.#head);
    if (end === null) {
      this.#failed = this.#head.length > MAX_HEAD_BYTES || !couldBeHead(this.#head);
      return Buffer.alloc(0);
    }
    const headLength = end.index + end[0].length;
    if (!this.#readHead(this.#head.slice(0, end.index))) this.#failed = true;
    return bytes.subarray(headLength - before);
  }

  #readHead(head: string): boolean {
    const [first = '', ...lines] = head.split(/\r?\n/);
    const status = /^HTTP\/\d\.\d (\d{3})/.exec(first);
    if (status === null) return false;
    this.status = Number(status[1]);
    for (const line of lines) {
      const colon = line.indexOf(':');
      if (colon > 0)
        this.#headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
    }
    return this.#frame();
  }

  #frame(): boolean {
    const length = this.header('content-length');
    const chunked = /chunked$/i.test(this.header('transfer-encoding') ?? '');
    // Both at once is an error: the length would be a lie.
    if (length !== null && (chunked || !/^\d+$/.test(length))) return false;
    this.contentLength = length === null ? -1 : Number(length);
    if (chunked) this.#framing = { kind: 'chunked', state: 'size', line: '', left: 0 };
    else this.#framing = length === null ? { kind: 'untilEnd' } : { kind: 'length' };
    const bodiless = BODILESS.includes(this.status) || this.status < 200;
    if (bodiless || this.contentLength === 0) this.#complete = true;
    return true;
  }

  #takeBody(bytes: Buffer): Buffer {
    const framing = this.#framing;
    if (framing === null || this.#failed || this.#complete) return Buffer.alloc(0);
    if (framing.kind === 'untilEnd') return bytes;
    if (framing.kind === 'chunked') return this.#takeChunks(framing, bytes);
    const body = bytes.subarray(0, this.contentLength - this.#bodyBytes);
    if (this.#bodyBytes + body.length === this.contentLength) this.#complete = true;
    return body;
  }

  #takeChunks(framing: Extract<Framing, { kind: 'chunked' }>, bytes: Buffer): Buffer {
    const parts: Buffer[] = [];
    for (let at = 0; at < bytes.length && !this.#complete && !this.#failed; ) {
      if (framing.state === 'data') {
        const part = bytes.subarray(at, at + framing.left);
        parts.push(part);
        at += part.length;
        framing.left -= part.length;
        if (framing.left === 0) framing.state = 'dataEnd';
        continue;
      }
      const newline = bytes.indexOf(0x0a, at);
      const lineEnd = newline === -1 ? bytes.length : newline;
      framing.line += bytes.toString('latin1', at, lineEnd);
      at = lineEnd + 1;
      if (newline !== -1) this.#endChunkLine(framing);
    }
    return Buffer.concat(parts);
  }

  #endChunkLine(framing: Extract<Framing, { kind: 'chunked' }>): void {
    const line = framing.line.replace(/\r$/, '');
    framing.line = '';
    if (framing.state === 'trailer') {
      this.#complete = line === '';
    } else if (framing.state === 'dataEnd') {
      framing.state = 'size';
      this.#failed = line !== '';
    } else {
      const size = /^([0-9a-f]+)\s*(?:;.*)?$/i.exec(line);
      if (size === null) this.#failed = true;
      else framing.left = Number.parseInt(size[1] as string, 16);
      framing.state = framing.left === 0 ? 'trailer' : 'data';
    }
  }
}

function couldBeHead(text: string): boolean {
  return text.startsWith('HTTP/'.slice(0, text.length));
}
