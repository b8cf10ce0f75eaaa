import { expect, test } from 'vitest';
import { stageSpans } from '../../../shared/ota/session/stage-spans.ts';
import { DOWNLOAD, NEW_BOOT, OLD_BOOT, SessionDriver } from '../../support/session-driver.ts';

const spans = (run: SessionDriver) => stageSpans(run.session.view, run.nowMs);

test('the spans of a confirmed update follow each other without a gap', () => {
  const run = new SessionDriver().before(OLD_BOOT).start().after(200);
  run
    .server({ kind: 'tlsEstablished', version: 'TLSv1.2', cipher: 'X', handshakeMs: 9 })
    .board(DOWNLOAD)
    .board(NEW_BOOT);
  run.board('I (1) native_ota_example: Starting OTA example task');
  const all = spans(run);
  expect(all.map(({ kind }) => kind)).toEqual(Array(9).fill('done'));
  for (const [i, span] of all.entries()) expect(span.fromMs).toBe(i === 0 ? 0 : all[i - 1]?.toMs);
});

test('writing lasts until the board has the whole image, verifying from there', () => {
  const lines = DOWNLOAD.split('\n');
  const run = new SessionDriver().before(OLD_BOOT).start().after(200).board(lines.slice(0, 5).join('\n'));
  run.after(8_000).board(lines.slice(5, 7).join('\n')).after(900).board(lines.slice(7).join('\n'));
  const length = (stage: string) =>
    spans(run)
      .filter((span) => span.stage === stage)
      .map(({ fromMs, toMs }) => toMs - fromMs)[0];
  expect(length('writing')).toBeGreaterThanOrEqual(8_000);
  expect(length('imageVerified')).toBeGreaterThanOrEqual(900);
});

test('a failure marks the stage it was in, and leaves the rest open', () => {
  const run = new SessionDriver().before(OLD_BOOT).start().after(200);
  run
    .board(
      'E (1) esp-tls: [sock=54] select() timeout\nE (2) native_ota_example: Exiting task due to fatal error...',
    )
    .after(400);
  expect(spans(run).map(({ kind }) => kind)).toEqual(['done', 'done', 'bad', ...Array(6).fill('todo')]);
});

test('an image that is found corrupt failed at its check, and the server’s side is told', () => {
  const run = new SessionDriver().before(OLD_BOOT).start().after(200);
  const request = {
    requestId: 1,
    method: 'GET',
    path: '/firmware/app.bin',
    imageId: 'i',
    pushId: 'p1',
    status: 200,
    totalBytes: 900_000,
  };
  run.server({ kind: 'requestStarted', ...request });
  run.board(`${DOWNLOAD.split('\n').slice(0, 7).join('\n')}
E (1) esp_image: Checksum failed. Calculated 0x3 read 0x9
E (2) native_ota_example: Exiting task due to fatal error...`);
  run.after(400);
  expect(spans(run).find(({ kind }) => kind === 'bad')?.stage).toBe('imageVerified');
  expect(run.session.view.serverSaw?.text).toContain('GET /firmware/app.bin 200');
});
