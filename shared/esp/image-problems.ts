import type { AppDescriptor } from './app-descriptor.ts';
import { APP_DESCRIPTOR_BYTES } from './app-descriptor.ts';
import { chipById } from './chips.ts';
import { hexNumber } from './hex.ts';
import type { ImageFacts, ImageProblem } from './image-facts.ts';
import type { ImageHeader } from './image-header.ts';
import type { ImageLayout } from './image-layout.ts';

/**
 * What keeps a board from running this app, the gravest first. `detail` of `image/bad-header` is a key of
 * `text/<language>/checks.ts`, group `header`.
 */
export function appProblems(
  file: string,
  header: ImageHeader,
  layout: ImageLayout,
  descriptor: AppDescriptor | null,
  facts: Pick<
    ImageFacts,
    'segments' | 'sizeBytes' | 'checksum' | 'appendedSha256' | 'appendedSha256Valid'
  > & {
    readonly computedSha256: string | null;
  },
): ImageProblem[] {
  const problems: ImageProblem[] = [];
  const badHeader = (detail: string, params: ImageProblem['params'] = {}): void => {
    problems.push({ code: 'image/bad-header', params: { file, detail, ...params } });
  };

  if (header.hashAppended > 1) badHeader('hashAppended', { value: header.hashAppended });
  const { defect } = layout;
  if (defect?.kind === 'segmentCount') badHeader('segmentCount', { segments: defect.segments });
  if (defect?.kind === 'segmentTooLong' || defect?.kind === 'segmentUnaligned') {
    badHeader(defect.kind, { segment: defect.segment, length: hexNumber(defect.length) });
  }
  if (defect?.kind === 'truncated') {
    problems.push({
      code: 'image/truncated',
      params: { file, sizeBytes: facts.sizeBytes, neededBytes: defect.neededBytes },
    });
  } else if (descriptor === null) {
    problems.push({ code: 'image/no-descriptor', params: { file } });
  }
  const first = facts.segments[0];
  if (descriptor !== null && first !== undefined && first.length < APP_DESCRIPTOR_BYTES) {
    badHeader('descriptorTooShort', { length: first.length });
  }
  const stray = misplacedSegment(header, facts, descriptor);
  if (stray !== null) {
    badHeader('misplacedSegment', {
      segment: stray,
      address: hexNumber(facts.segments[stray]?.loadAddress ?? 0, 8),
    });
  }
  if (facts.checksum?.valid === false) {
    const { stored, computed } = facts.checksum;
    problems.push({
      code: 'image/bad-checksum',
      params: { file, stored: hexNumber(stored), computed: hexNumber(computed) },
    });
  }
  if (facts.appendedSha256Valid === false) {
    problems.push({
      code: 'image/bad-digest',
      params: { file, stored: facts.appendedSha256 ?? '', computed: facts.computedSha256 ?? '' },
    });
  }
  return problems;
}

/**
 * The first flash-mapped segment whose place within a page differs between file and address: it cannot be
 * mapped. An image that does not name its page size is held to the smallest its chip allows.
 */
function misplacedSegment(
  header: ImageHeader,
  facts: Pick<ImageFacts, 'segments'>,
  descriptor: AppDescriptor | null,
): number | null {
  const chip = chipById(header.chipId);
  if (chip === null) return null;
  const named = descriptor?.mmuPageSizeLog2 ?? 0;
  const pageBytes = chip.mmuPageSizes.includes(2 ** named) ? 2 ** named : Math.min(...chip.mmuPageSizes);
  const found = facts.segments.findIndex(
    ({ memory, offset, loadAddress }) =>
      (memory === 'DROM' || memory === 'IROM') && offset % pageBytes !== loadAddress % pageBytes,
  );
  return found === -1 ? null : found;
}
