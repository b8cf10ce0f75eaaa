// @vitest-environment jsdom
import { expect, test } from 'vitest';

import { renderHtml } from '../../../shared/report/html/render-html.ts';
import { caseOf, reportOf } from '../../support/reports.ts';
import { SESSIONS } from '../../support/scripted/sessions.ts';

const parse = (markup: string): Document => new DOMParser().parseFromString(markup, 'text/html');
/** What a reader of one language sees of an element. */
function shown(element: Element | null, language: 'en' | 'zh-CN'): string {
  const copy = element?.cloneNode(true) as Element;
  for (const other of copy.querySelectorAll(`.l:not([lang="${language}"])`)) other.remove();
  return copy.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '';
}

test('a report is one file: no script, nothing fetched, a policy that forbids both', () => {
  const markup = renderHtml(reportOf(), 'en');
  const page = parse(markup);
  expect(page.querySelectorAll('script, link, img, iframe, object, [src], [onclick]')).toHaveLength(0);
  expect(markup).not.toMatch(/url\(|@import|https?:\/\/(?!192\.168)/);
  expect(page.querySelector('meta[http-equiv]')?.getAttribute('content')).toContain("default-src 'none'");
});

test('the verdict, its proof and every digest stand in it, in both languages', () => {
  const page = parse(renderHtml(reportOf(), 'zh-CN'));
  const plate = page.querySelector('.plate');
  expect(shown(plate, 'en')).toContain('Confirmed');
  expect(shown(plate, 'en')).toContain('32 of 32 digest bytes agree');
  expect(shown(plate, 'zh-CN')).toContain('已确认');
  expect(shown(plate, 'zh-CN')).not.toContain('Confirmed');
  expect(page.documentElement.lang).toBe('zh-CN');
  expect(page.querySelector<HTMLInputElement>('#in-zh')?.hasAttribute('checked')).toBe(true);
  const { image, expected } = caseOf();
  for (const digest of [image?.fileSha256, expected.sha256, 'AB:CD'])
    expect(page.body.textContent).toContain(digest);
});

test('the charts are drawn in place: nine stages to scale, two sides of the download', () => {
  const page = parse(renderHtml(reportOf(), 'en'));
  const [timeline, progress] = page.querySelectorAll('svg[role="img"]');
  expect(timeline?.querySelectorAll('rect')).toHaveLength(9);
  expect(progress?.querySelector('.delivered')?.getAttribute('d')).toMatch(/^M\d/);
  expect(progress?.querySelector('.written')?.getAttribute('d')).toMatch(/^M\d/);
});

test('a failure tells its cause, both sides and the next step', () => {
  const page = parse(renderHtml(reportOf([caseOf(SESSIONS.failed())]), 'en'));
  const text = shown(page.querySelector('.plate'), 'en');
  expect(text).toContain('tls/unknown-ca');
  expect(text).toContain('The board said');
  expect(text).toContain('-0x2700');
  expect(text).toContain('Next step');
});

test('what a board or a file name says is text, never markup', () => {
  const evil = '<script>alert(1)</script><img src=x onerror=alert(2)>';
  const view = SESSIONS.failed();
  const bad = caseOf(
    { ...view, image: { ...view.image, fileName: evil }, boardSaid: { text: evil, atMs: 0, logSeq: null } },
    { name: evil },
  );
  const page = parse(renderHtml(reportOf([bad], { title: evil }), 'en'));
  expect(page.querySelectorAll('script, img')).toHaveLength(0);
  expect(page.querySelector('h1')?.textContent).toBe(evil);
});

test('a run tells every case in a table, the failed ones in full, and says where the rest is', () => {
  const cases = Array.from({ length: 100 }, (_, at) =>
    caseOf(at === 90 ? SESSIONS.rolledBack() : SESSIONS.confirmed(), {
      caseId: String(at + 1),
      name: `cycle ${at + 1}`,
      measured: { heapFreeBytes: 200_000 - at },
    }),
  );
  const page = parse(renderHtml(reportOf(cases, { kind: 'soak', parameters: { cycles: 100 } }), 'en'));
  expect(page.querySelector('section:has(svg) tbody')?.querySelectorAll('tr')).toHaveLength(100);
  const links = [...page.querySelectorAll('tbody tr a')].map((link) => link.getAttribute('href') ?? '');
  expect(links).toHaveLength(60);
  // A browser opens what a link leads into, not what it leads to.
  for (const link of links) expect(page.querySelector(`details > ${link}`)).not.toBeNull();
  expect(page.querySelectorAll('details')).toHaveLength(60);
  expect([...page.querySelectorAll('details[open] > div')].map(({ id }) => id)).toEqual(['case-91']);
  expect(page.querySelector('#case-91')).not.toBeNull();
  expect(page.querySelector('main')?.textContent).toContain('99 of 100 confirmed');
  expect(page.querySelector('main')?.textContent).toContain('Details of 60 of 100 cases');
  expect(page.body.textContent).toContain('heapFreeBytes, KiB');
});

test('a run that was killed says so, and that a case has not ended', () => {
  const open = caseOf(SESSIONS.pushing(1_000_000));
  const page = parse(renderHtml(reportOf([open], { kind: 'soak', endedAtMs: null }), 'en'));
  expect(page.querySelector('main')?.textContent).toContain('The program ended before the run did');
  expect(page.querySelector('main')?.textContent).toContain('1 not ended');
});

test('what a soak measured is charted in the units that people read', () => {
  const cases = [180, 175].map((kib, at) =>
    caseOf(SESSIONS.confirmed(), {
      caseId: String(at + 1),
      measured: { freeHeapBytes: kib * 1024, rssiDbm: -60 - at, writtenBytesPerSecond: 50 * 1024, odd: null },
    }),
  );
  const page = parse(renderHtml(reportOf(cases, { kind: 'soak' }), 'en'));
  const chart = (label: string) => page.querySelector(`svg[aria-label="${label}"]`);
  const marks = (label: string) =>
    [...(chart(label)?.querySelectorAll('text') ?? [])].map((each) => each.textContent);
  expect(shown(page.querySelector('section.long'), 'en')).toContain('Free heap in each case, KiB');
  // Close around the values: from zero a leak of five KiB would not be seen.
  expect(marks('Free heap in each case').slice(0, -2)).toEqual(['174', '176', '178', '180']);
  expect(marks('Signal (RSSI) in each case')).toContain('-61');
  expect(marks('Rate at which each case was written')).toContain('50');
  expect(chart('Free heap in each case')?.querySelector('polyline')?.getAttribute('points')).toMatch(
    /^\d.* \d/,
  );
  expect(page.body.textContent).not.toContain('odd');
});

test('the boards of a fleet are named below their places, and not joined by a line', () => {
  const cases = [1, 2].map((nth) =>
    caseOf(SESSIONS.confirmed(), { caseId: String(nth), measured: { writtenBytesPerSecond: nth * 1024 } }),
  );
  const page = parse(renderHtml(reportOf(cases, { kind: 'fleet' }), 'en'));
  const chart = page.querySelector('svg[aria-label="Rate at which each case was written"]');
  expect(chart?.querySelectorAll('circle')).toHaveLength(2);
  expect(chart?.querySelector('polyline')).toBeNull();
  expect(chart?.textContent).toContain('bench-07');
});

test('a run that stopped says why, and which cases were never begun', () => {
  const notBegun = { ...caseOf(SESSIONS.pushing(1)), caseId: '2', startedAt: null, durationMs: null };
  const report = reportOf([caseOf(SESSIONS.failed()), notBegun], { kind: 'soak', stopped: 'stopAfter' });
  const page = parse(
    renderHtml({ ...report, parameters: { stopAfter: 1, pauseMs: 1_500, between: null } }, 'en'),
  );
  const plate = shown(page.querySelector('.plate'), 'en');
  expect(plate).toContain('as many failures as were allowed');
  expect(plate).toContain('1 not begun');
  expect(page.querySelectorAll('details')).toHaveLength(1);
  const asked = shown(page.querySelectorAll('section')[1] ?? null, 'en');
  expect(asked).toMatch(/Stops after failures ?1 ?Pause between cycles ?1.5 s ?Command between cycles ?none/);
});

test('a board that was shown another certificate than all has its own told', () => {
  const own = {
    ca: { sha256Fingerprint: 'EF:01', notAfter: '2046-11-22T00:00:00.000Z' },
    server: {
      sha256Fingerprint: '23:45',
      notAfter: '2027-12-22T00:00:00.000Z',
      dnsNames: [],
      ipAddresses: [],
    },
  };
  const [one, other] = [caseOf(), { ...caseOf(), caseId: '2', certificates: own }];
  const page = parse(renderHtml(reportOf([one, other], { kind: 'fleet' }), 'en'));
  expect(page.querySelector('#case-1')?.textContent).not.toContain('fingerprint');
  expect(page.querySelector('#case-2')?.textContent).toContain('EF:01');
  expect(page.querySelector('#case-2')?.textContent).toContain('23:45');
});
