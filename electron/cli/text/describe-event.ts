import type { Translator } from '../../../shared/text/translator.ts';
import type { CliEvent } from '../events.ts';
import { describeCertificateEvent } from './describe-authorities.ts';
import { describeInFirmware } from './describe-certificates.ts';
import { describeFault, describeFaultSummary } from './describe-fault.ts';
import { describeHistory } from './describe-history.ts';
import { describeImage } from './describe-image.ts';
import { describeLog, describeNote } from './describe-log.ts';
import { describeMapping } from './describe-mapping.ts';
import { describeCase, describeRunSummary } from './describe-run.ts';
import { describeSavedLog } from './describe-saved-log.ts';
import { describeServing } from './describe-serving.ts';
import { describeVerdict } from './describe-verdict.ts';
import { duration, kibibytes } from './quantities.ts';

/** An event in words, without a line end; empty for what only programs want to know. */
export function describeEvent(event: CliEvent, t: Translator, colour: boolean): string {
  switch (event.event) {
    case 'port': {
      const ids = event.vendorId === null ? '' : `  ${event.vendorId}:${event.productId ?? '?'}`;
      return `${event.path}  ${event.label}${ids}${event.virtual ? `  (${t('cli:virtualPort')})` : ''}`;
    }
    case 'certificates':
    case 'rotated':
    case 'backedUp':
    case 'restored':
    case 'brought':
    case 'firmwareLines':
      return describeCertificateEvent(event, t);
    case 'story':
    case 'log':
    case 'logSaved':
      return describeSavedLog(event, t);
    case 'image':
      return describeImage(event, t);
    case 'inFirmware':
      return describeInFirmware(event, t);
    case 'listening': {
      const left = event.leftOut.map((file) => t('cli:leftOut', { message: file.message }));
      const also = (event.aliases ?? []).map((url) => `  ${url}`);
      return [
        t('cli:listening', { port: event.port }),
        ...event.urls.map((url) => `  ${url}`),
        ...(also.length === 0 ? [] : [t('network:alsoAt'), ...also]),
        ...left,
      ].join('\n');
    }
    case 'request': {
      const bytes = event.bytes > 0 ? `  ${kibibytes(event.bytes)}` : '';
      const how = `${outcomeWord(event.outcome, t)}  ${duration(event.durationMs)}`;
      return `${event.peer}  ${event.method} ${event.path}  ${event.status}${bytes}  ${how}`;
    }
    case 'tlsRefused': {
      const alert = event.alert === null ? '' : ` ${event.alert}`;
      return `${event.peer}  ${t('cli:handshakeRefused')}: ${event.code}${alert}`;
    }
    case 'peerRefused':
    case 'stopped':
    case 'warning':
      return describeServing(event, t);
    case 'suspected':
      return t('network:suspected', { message: `${event.message} ${event.hint}` });
    case 'waiting':
      return t('cli:waitingForReset');
    case 'stage':
      return `${duration(event.atMs).padStart(8)}  ${t(`stages:${event.stage}`)}  ${event.evidence}`;
    case 'progress':
      return '';
    case 'verdict':
      return describeVerdict(event, t);
    case 'watch':
      return [event.message, event.hint].filter((line) => line !== null).join('\n');
    case 'line':
      return describeLog(event, colour);
    case 'note':
      return describeNote(event, colour);
    case 'dropped':
      return t('serial:monitorDropped', { lines: event.lines });
    case 'advice':
      return `--- ${event.message} ${event.hint}`;
    case 'link':
      return t(event.state === 'open' ? 'cli:portOpen' : 'cli:portGone', { path: event.path });
    case 'watching':
      return t('cli:watching', { path: event.path });
    case 'build': {
      const { file, version, sizeBytes } = event;
      const what = { file: file ?? '', version: version ?? t('cli:unknown'), size: kibibytes(sizeBytes) };
      return t('cli:rebuilt', what);
    }
    case 'skipped':
      return t('cli:skipped', { message: event.message, hint: event.hint });
    case 'demo':
      return describeDemo(event, t);
    case 'fault':
      return describeFault(event, t);
    case 'summary':
      return 'faults' in event ? describeFaultSummary(event, t) : describeRunSummary(event, t);
    case 'case':
      return describeCase(event, t);
    case 'problem':
      return event.message;
    case 'entry':
    case 'history':
    case 'session':
    case 'comparison':
    case 'stat':
    case 'report':
    case 'reportContent':
    case 'verification':
      return describeHistory(event, t);
    case 'mapping':
    case 'mappingRemoved':
    case 'mappingLine':
    case 'mappingTest':
      return describeMapping(event, t);
    case 'station':
      return t('cli:stationOpen', { url: event.url });
    case 'error':
      return `${t('cli:errorLine', { message: event.message })}\n${event.hint}`;
    default:
      return event satisfies never;
  }
}

function outcomeWord(outcome: 'complete' | 'closedEarly' | 'stalled', t: Translator): string {
  if (outcome === 'complete') return t('cli:outcomeComplete');
  return t(outcome === 'stalled' ? 'cli:outcomeStalled' : 'cli:outcomeClosedEarly');
}

function describeDemo(event: CliEvent & { event: 'demo' }, t: Translator): string {
  if (event.step === 'done') return t(event.asExpected ? 'cli:demoAsExpected' : 'cli:demoNotExpected');
  return t(event.step === 'goodImage' ? 'cli:demoGood' : 'cli:demoCorrupt');
}
