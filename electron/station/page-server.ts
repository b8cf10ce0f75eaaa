import type { IncomingMessage, ServerResponse } from 'node:http';

import { OPEN_METRICS_TYPE } from '../../shared/metrics/open-metrics.ts';
import type { PageFiles } from '../core/page/page-files.ts';
import { pageHeaders } from '../core/page/page-policy.ts';
import { namesLoopback } from './guard.ts';

/**
 * Answers GET and HEAD with the built page, and `/metrics` where there is a text for it. `port` is known only once the
 * server listens.
 */
export function createPageHandler(
  files: PageFiles,
  port: () => number,
  metrics: () => Promise<string | null>,
): (request: IncomingMessage, response: ServerResponse) => void {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!namesLoopback(request, port())) return end(response, 403, 'Forbidden');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return end(response, 405, 'Method not allowed');
    const urlPath = (request.url ?? '/').split('?')[0] as string;
    const counted = urlPath === '/metrics' ? await metrics() : null;
    if (counted !== null) return end(response, 200, counted, OPEN_METRICS_TYPE);
    const file = await files.read(urlPath);
    if (file === null) return end(response, 404, 'Not found');
    const sockets = [`ws://127.0.0.1:${port()}`, `ws://localhost:${port()}`];
    response.writeHead(200, {
      ...pageHeaders(sockets),
      'Content-Type': file.contentType,
      'Content-Length': file.bytes.length,
    });
    response.end(request.method === 'HEAD' ? undefined : file.bytes);
  };
  return (request, response) => {
    answer(request, response).catch(() => end(response, 500, 'The file could not be read'));
  };
}

function end(
  response: ServerResponse,
  status: number,
  text: string,
  contentType = 'text/plain; charset=utf-8',
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { ...pageHeaders(), 'Content-Type': contentType });
  response.end(text.endsWith('\n') ? text : `${text}\n`);
}
