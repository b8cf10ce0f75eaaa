import { bottleneckOf } from '../../shared/ota/bottleneck.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { bytesLeftMs } from '../../shared/ota/transfer-rate.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { durationWords, percentBelow100, rateText, sizeText } from '../text/format.ts';

/** One side's row: its title, its readings, and what they are. */
export interface SideText {
  readonly title: string;
  readonly size: string;
  readonly percent: string;
  readonly rate: string;
  readonly remark: string;
}

/** The server's side. Its figure is named for what it is: given to the kernel, or acknowledged by the board. */
export function serverSide(t: Translator, session: SessionView): SideText {
  const { progress } = session;
  const delivered = progress.bytesAre === 'delivered';
  const text = side(
    t(delivered ? 'page:deliveredByServer' : 'page:handedByServer'),
    progress.deliveredBytes,
    progress.deliveredRate,
    session,
    t(delivered ? 'page:acknowledged' : 'page:handedToKernel'),
  );
  // A whole image fits into the kernel's buffer: a percentage of that would say nothing of the board.
  return delivered ? text : { ...text, percent: '' };
}

/** The board's side: what it says it has written, where its firmware says so. */
export function boardSide(t: Translator, session: SessionView): SideText {
  const { progress } = session;
  return side(
    t('page:writtenByBoard'),
    progress.writtenBytes,
    progress.writtenRate,
    session,
    boardRemark(t, session),
  );
}

/** What holds the transfer back, while it goes on. */
export function bottleneckText(
  t: Translator,
  session: SessionView,
  board: { readonly baudRate: number; readonly facts: { readonly powerSave?: boolean | null } } | null,
): string | null {
  if (!isMoving(session) || session.verdict !== null) return null;
  const { baudRate = 115_200, facts } = board ?? {};
  const { progress } = session;
  const found = bottleneckOf({ progress, baudRate, powerSave: facts?.powerSave ?? null });
  return found === null ? null : `${t('stages:bottleneck')} ${t(`stages:bottleneck_${found}`)}`;
}

function boardRemark(t: Translator, session: SessionView): string {
  const { writtenBytes, deliveredBytes, bytesAre } = session.progress;
  if (writtenBytes === null) return t(deliveredBytes === null ? 'page:nothingYet' : 'page:printsNoLength');
  if (!isMoving(session)) return t('page:writtenWhole');
  const leftMs = session.current === 'writing' ? bytesLeftMs(session.progress) : null;
  const onTheWay = bytesAre === 'delivered' && deliveredBytes !== null ? deliveredBytes - writtenBytes : 0;
  return [
    leftMs === null ? null : t('page:left', { duration: durationWords(t, leftMs) }),
    onTheWay > 0 ? t('page:onTheWay', { size: sizeText(onTheWay, 0) }) : null,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

function side(
  title: string,
  bytes: number | null,
  rate: number | null,
  session: SessionView,
  remark: string,
): SideText {
  const moving = isMoving(session);
  return {
    title,
    size: bytes === null ? '–' : sizeText(bytes, 0),
    percent: bytes === null || !moving ? '' : `${percentBelow100(bytes, session.progress.totalBytes)} %`,
    rate: rate === null || !moving ? '' : rateText(rate),
    remark,
  };
}

/** False once the board has the whole image: from then on the stage's name tells more than a figure. */
function isMoving({ writtenAtMs, stages }: SessionView): boolean {
  return writtenAtMs === null && !stages.some(({ stage }) => stage === 'imageVerified');
}

const KIB = 1024;
const STEPS_KIB = [8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096];
const MOST_LABELS = 8;

/** The rule both bars are read against: labels in KiB, a tick at every quarter of a step. */
export function ruleFor(totalBytes: number): {
  readonly stepBytes: number;
  readonly labelsKib: readonly number[];
} {
  const totalKib = totalBytes / KIB;
  const stepKib = STEPS_KIB.find((step) => totalKib / step <= MOST_LABELS) ?? totalKib / MOST_LABELS;
  const labelsKib = Array.from({ length: Math.floor(totalKib / stepKib) + 1 }, (_, i) => i * stepKib);
  return { stepBytes: stepKib * KIB, labelsKib };
}
