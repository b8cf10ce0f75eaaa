import type { DroppedFile } from './bench-page.ts';
import { appImage, drop, realImage } from './bench-page.ts';
import { expect, test } from './bench-test.ts';

const text = (words: string): Uint8Array => new TextEncoder().encode(words);

const WRONG: readonly (readonly [what: string, file: DroppedFile, said: RegExp])[] = [
  ['an empty file', { name: 'empty.bin', bytes: new Uint8Array(0) }, /empty\.bin is empty/],
  [
    'a page saved as .bin',
    { name: 'page.bin', bytes: text('<!doctype html><html><body>404</body></html>') },
    /page\.bin is not an app image: an HTML page/,
  ],
  [
    'a program for this machine',
    {
      name: 'app.bin',
      bytes: new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1, 0, ...new Array(60).fill(0)]),
    },
    /app\.bin is not an app image: an ELF/,
  ],
  [
    'half an image',
    { name: 'half.bin', bytes: appImage().bytes.subarray(0, 100_000) },
    /half\.bin ends too early: it has 100000 bytes and needs/,
  ],
];

for (const [what, file, said] of WRONG) {
  test(`${what} is named for what it is`, async ({ bench }) => {
    await drop(bench.page, file);
    await expect(bench.page.getByText(said).first()).toBeVisible();
  });
}

test('a real image of another toolchain is read with all its facts', async ({ bench }) => {
  const image = realImage('SerialHelloWorld.ino.bin') ?? appImage({ projectName: 'arduino-lib-builder' });
  await drop(bench.page, image);
  const card = bench.page.getByRole('region', { name: 'Image', exact: true });
  await expect(card).toContainText('ESP32');
  await expect(bench.page.getByText('arduino-lib-builder').first()).toBeVisible();
});
