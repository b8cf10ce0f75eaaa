import { get } from 'node:https';
import type { TLSSocket } from 'node:tls';

import { freePort } from '../support/free-port.ts';
import { addVirtualBoard, appImage, drop, readout, showScreen } from './bench-page.ts';
import { expect, test } from './bench-test.ts';

const HOST = 'ota.example.org';

test('an address is pinned for a board, and it is said why the board is given it', async ({ bench }) => {
  const { page, errors } = bench;
  await addVirtualBoard(page);
  await showScreen(page, 'Server');
  await expect(page.getByTestId('addresses')).toContainText('127.0.0.1');
  const ways = page.getByRole('region', { name: 'What each board is given' });
  const pin = ways.getByLabel(/^Our address for (?!every)/);
  await pin.selectOption('127.0.0.1');
  await expect(ways).toContainText('127.0.0.1 is pinned for this board');
  await pin.selectOption({ label: 'By the routing table' });
  await expect(ways).not.toContainText('is pinned for this board');
  expect(errors).toEqual([]);
});

test('a board with a URL of its own is answered at its port and path, by a certificate that names its host', async ({
  bench,
}) => {
  const { page, errors } = bench;
  const image = appImage();
  await drop(page, image);
  // What is dropped leads to the bench: only then is another screen chosen.
  await expect(readout(page)).toContainText(image.name);
  await showScreen(page, 'Server');
  const aliases = page.getByRole('region', { name: 'Boards with a URL of their own' });
  const port = await freePort();
  await aliases.getByLabel('Host names').fill(HOST);
  await aliases.getByLabel('Second port').fill(`${port}`);
  // The path of ESP-IDF's examples stands there from the start; the image follows what is pushed.
  await expect(aliases.getByLabel('Path', { exact: true })).toHaveValue('/hello_world.bin');
  await aliases.getByLabel('What is served there').selectOption({ index: 1 });
  await aliases.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: /^Server: Server off/ }).click();
  await page.getByRole('menuitem', { name: 'Start the server' }).click();
  await expect(aliases).toContainText(`Port ${port} is answered too.`);

  const answer = await fetched(port, '/hello_world.bin');
  expect(Buffer.compare(answer.body, Buffer.from(image.bytes))).toBe(0);
  expect(answer.names).toContain(`DNS:${HOST}`);
  expect(errors).toEqual([]);
});

/** What the port answers, and the names in the certificate that it shows; whether that is trusted is not the question. */
function fetched(port: number, path: string): Promise<{ readonly body: Buffer; readonly names: string }> {
  return new Promise((resolve, reject) => {
    const request = get(
      { host: '127.0.0.1', port, path, servername: HOST, headers: { host: HOST }, rejectUnauthorized: false },
      (response) => {
        const names = (response.socket as TLSSocket).getPeerCertificate().subjectaltname ?? '';
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('end', () => resolve({ body: Buffer.concat(parts), names }));
      },
    );
    request.once('error', reject);
  });
}
