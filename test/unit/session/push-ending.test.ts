import { expect, test } from 'vitest';

import type { Board } from '../../../electron/core/board/board.ts';
import type { FaultCertificates } from '../../../electron/core/faults/fault-certificates.ts';
import { FaultSender } from '../../../electron/core/faults/fault-sender.ts';
import { Catalogue } from '../../../electron/core/server/catalogue.ts';
import { UrlSender } from '../../../electron/core/session/url-sender.ts';
import { inspectImage } from '../../../shared/esp/inspect-image.ts';
import { NO_FACTS } from '../../../shared/ota/board-facts.ts';
import type { Session } from '../../../shared/ota/session/session.ts';
import type { WayFacts } from '../../../shared/ota/way-facts.ts';
import { sha256 } from '../../support/digests.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { soundApp } from '../../support/images.ts';
import { entryOf } from '../../support/session-views.ts';

const BYTES = new Uint8Array(soundApp({ version: '2.0.0' }));
const image = entryOf(inspectImage(BYTES, sha256));
const START = {
  deviceId: 'b',
  imageId: image.imageId,
  override: [],
  reset: false,
  sendUrl: true,
  timeoutMs: null,
};
const session = { notes: { lastFacts: NO_FACTS } } as unknown as Session;
const WAY = { way: { kind: 'way', host: '127.0.0.1' } } as unknown as WayFacts;

/** Something that is awaited, and ends when the test says so. */
function gate<T>(value: T) {
  let open = (): void => undefined;
  const passed = new Promise<T>((resolve) => {
    open = () => resolve(value);
  });
  return { passed, open };
}

/** A board that keeps what is written to it. */
function boardOf() {
  const written: string[] = [];
  const board = {
    facts: NO_FACTS,
    port: { virtual: false, path: '/dev/ttyUSB0' },
    log: { note: () => ({ seq: 1, atMs: 0 }) },
    spendReady: () => undefined,
    link: { write: async (bytes: Uint8Array) => void written.push(new TextDecoder().decode(bytes)) },
  };
  return { board: board as unknown as Board, written };
}

function urlSender(waits: { readonly way: Promise<WayFacts>; readonly preflight: Promise<[]> }) {
  const catalogue = new Catalogue();
  const sender = new UrlSender({
    clock: new FakeClock(),
    catalogue,
    bytes: async () => BYTES,
    server: () => ({ port: 8002, bind: '0.0.0.0', host: null, plainPort: null }),
    way: () => waits.way,
    pushedPaths: () => [],
    ensureCertified: async () => undefined,
    preflight: () => waits.preflight,
  });
  return { catalogue, sender };
}

test.each(['way', 'preflight'] as const)(
  'a push that ends while its %s is looked into serves nothing and writes to no board',
  async (which) => {
    const gates = { way: gate(WAY), preflight: gate<[]>([]) };
    const { catalogue, sender } = urlSender({ way: gates.way.passed, preflight: gates.preflight.passed });
    const { board, written } = boardOf();
    const offer = await sender.offer(board, image, 'p1', START, () => false);
    const sending = offer.send(session);
    const other = which === 'way' ? 'preflight' : 'way';
    gates[other].open();
    await new Promise((resolve) => setImmediate(resolve));
    offer.withdraw();
    gates[which].open();
    await expect(sending).rejects.toThrow('ended');
    expect(catalogue.has(image.imageId)).toBe(false);
    expect(written).toEqual([]);
  },
);

test('a push with a fault that ends while its server is made leaves nobody listening', async () => {
  const listening = () => process.getActiveResourcesInfo().filter((each) => each === 'TCPServerWrap').length;
  const before = listening();
  const certificates = gate({});
  const { sender } = urlSender({ way: Promise.resolve(WAY), preflight: Promise.resolve([]) });
  const { board, written } = boardOf();
  const faults = new FaultSender({
    clock: new FakeClock(),
    sha256,
    sender,
    certificates: { optionsFor: () => certificates.passed } as unknown as FaultCertificates,
    bytes: async () => BYTES,
    bind: () => '127.0.0.1',
    socketBuffers: async () => null,
    virtualFaults: null,
    onEvent: () => undefined,
  });
  const fault = { name: 'status-404', params: {}, version: null, fillsSlot: false, port: 0 } as const;
  const offer = await faults.offer(board, image, 'p1', { ...START, fault }, () => false);
  const sending = offer.send(session);
  await new Promise((resolve) => setImmediate(resolve));
  offer.withdraw();
  certificates.open();
  await expect(sending).rejects.toThrow('ended');
  await expect.poll(listening).toBe(before);
  expect(written).toEqual([]);
});
