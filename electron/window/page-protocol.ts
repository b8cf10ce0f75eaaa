import { protocol } from 'electron/main';

import type { PageFiles } from '../core/page/page-files.ts';
import { pageHeaders } from '../core/page/page-policy.ts';

const SCHEME = 'workbench';
const HOST = 'page';

/** Where the window finds its page. A scheme of its own gives the page an origin, which files do not have. */
export const PAGE_URL = `${SCHEME}://${HOST}/`;

/** Must be called before Electron is ready. What Chromium compiles of the page's scripts is kept for the next start. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Answers the page's own requests with the built files, under the same headers as the station. */
export function servePage(files: PageFiles): void {
  protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url);
    const file = host === HOST && request.method === 'GET' ? await files.read(pathname) : null;
    if (file === null) return new Response('Not found\n', { status: 404, headers: pageHeaders() });
    return new Response(file.bytes, { headers: { ...pageHeaders(), 'Content-Type': file.contentType } });
  });
}
