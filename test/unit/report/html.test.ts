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
  expect(page.querySelectorAll('tbody tr a')).toHaveLength(100);
  expect(page.querySelectorAll('details')).toHaveLength(60);
  expect(page.querySelector('#case-91')).not.toBeNull();
  expect(page.querySelector('main')?.textContent).toContain('99 of 100 confirmed');
  expect(page.querySelector('main')?.textContent).toContain('Details of 60 of 100 cases');
  expect(page.body.textContent).toContain('heapFreeBytes');
});

test('a run that was killed says so, and that a case has not ended', () => {
  const open = caseOf(SESSIONS.pushing(1_000_000));
  const page = parse(renderHtml(reportOf([open], { kind: 'soak', endedAtMs: null }), 'en'));
  expect(page.querySelector('main')?.textContent).toContain('The program ended before the run did');
  expect(page.querySelector('main')?.textContent).toContain('1 not ended');
});
