import type { TextKey } from '../../text/translator.ts';
import type { Bilingual } from '../bilingual.ts';
import type { ReportCase } from '../case-schema.ts';
import type { Report } from '../report-schema.ts';
import type { Markup } from './markup.ts';
import { both, code, facts, html } from './markup.ts';
import { exactBytes, utcText } from './quantities.ts';

/** The image that was offered, each digest by its kind. */
export function imageFacts(words: Bilingual, { image }: ReportCase): Markup {
  const say = (key: TextKey): Markup => both(words, (t) => t(key));
  if (image === null) return html`<p class="mute">${say('report:notKnown')}</p>`;
  return facts([
    [say('report:file'), image.fileName],
    [say('report:project'), image.projectName],
    [say('report:version'), image.version],
    [say('report:chip'), image.chip],
    [html`ESP-IDF`, image.idfVersion],
    [say('report:built'), image.builtAt],
    [say('report:secureVersion'), image.secureVersion === null ? null : String(image.secureVersion)],
    [say('report:size'), exactBytes(image.sizeBytes)],
    [say('report:fileDigest'), code(image.fileSha256)],
    [say('report:partitionDigest'), code(image.partitionSha256)],
    [say('report:appendedDigest'), code(image.appendedSha256)],
    [say('report:elfDigest'), code(image.appElfSha256)],
  ]);
}

/** The board as its own log told it. */
export function boardFacts(words: Bilingual, { board }: ReportCase): Markup {
  const say = (key: TextKey): Markup => both(words, (t) => t(key));
  if (board === null) return html`<p class="mute">${say('report:notKnown')}</p>`;
  const chip = [board.chip, board.chipRevision].filter((part) => part !== null).join(' ');
  return facts([
    [say('report:board'), html`${board.name}${board.virtual ? html` · ${say('report:virtual')}` : null}`],
    [html`deviceId`, code(board.deviceId)],
    [say('report:port'), code(board.port)],
    [say('report:chip'), chip],
    [html`MAC`, code(board.mac)],
    [say('report:address'), code(board.ipv4)],
    [html`ESP-IDF`, board.idfVersion],
    [say('report:otaProgram'), board.otaProgram],
  ]);
}

/** The files that hold both sides' own words. */
export function logFacts(words: Bilingual, { logs }: ReportCase): Markup {
  const { board, server } = logs;
  const rows: (readonly [Markup, Markup])[] = [];
  if (board !== null) {
    const range = { from: board.fromOffset, to: board.toOffset };
    const missing =
      board.missingBytes === 0
        ? null
        : html` · ${both(words, (t) => t('report:missing', { count: board.missingBytes }))}`;
    const before = (board.pushOffset ?? board.fromOffset) - board.fromOffset;
    const start = both(words, (t) => t('report:boardLogBefore', { count: before }));
    rows.push([
      html`<code>${board.file}</code>`,
      html`${both(words, (t) => t('report:boardLog', range))} · ${exactBytes(board.bytes)}${before === 0 ? null : html` · ${start}`}${missing}`,
    ]);
  }
  if (server !== null) {
    const text = both(words, (t) => t('report:serverLog', { count: server.events }));
    rows.push([html`<code>${server.file}</code>`, text]);
  }
  return facts(rows);
}

/** What was served under, by fingerprint. */
export function certificateFacts(words: Bilingual, certificates: Report['certificates']): Markup {
  const say = (key: TextKey): Markup => both(words, (t) => t(key));
  if (certificates === null) return html`<p class="mute">${say('report:notKnown')}</p>`;
  const { ca, server } = certificates;
  return facts([
    [html`${say('report:certificateCa')}, ${say('report:fingerprint')}`, code(ca.sha256Fingerprint)],
    [say('report:validUntil'), utcText(ca.notAfter)],
    [html`${say('report:certificateServer')}, ${say('report:fingerprint')}`, code(server.sha256Fingerprint)],
    [say('report:validUntil'), utcText(server.notAfter)],
    [say('report:names'), [...new Set([...server.dnsNames, ...server.ipAddresses])].join(', ')],
  ]);
}

/** The program that wrote the report, and what it ran on. */
export function programFacts(words: Bilingual, { program, reportId }: Report): Markup {
  const say = (key: TextKey): Markup => both(words, (t) => t(key));
  const { name, version, shell, node, electron, openssl, platform, osRelease, arch } = program;
  return facts([
    [say('report:program'), `${name} ${version} (${shell})`],
    [html`Node.js`, node],
    [html`Electron`, electron],
    [html`OpenSSL`, openssl],
    [html`OS`, `${platform} ${osRelease} ${arch}`],
    [say('report:reportId'), code(reportId)],
    [html``, say('report:manifest')],
  ]);
}
