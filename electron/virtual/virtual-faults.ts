import type { BoardProfile } from '../../shared/faults/board-profile.ts';
import type { FaultName, ResolvedParams } from '../../shared/faults/fault.ts';
import type { VirtualFaults } from '../core/ports.ts';
import type { VirtualBoardOptions } from './board-options.ts';
import type { VirtualBinding } from './virtual-binding.ts';
import { boardNameIn, isVirtualPath } from './virtual-binding.ts';
import type { VirtualBoard } from './virtual-board.ts';

/** What a board is told for a fault that it makes itself. */
const ARMED: Partial<Record<FaultName, (params: ResolvedParams) => Partial<VirtualBoardOptions>>> = {
  'power-cut': ({ atBytes }) => ({ fault: { kind: 'powerCut', atBytes } }),
  'diagnostics-fail': () => ({ newImage: 'diagnosticsFail' }),
  'crash-after-boot': () => ({ newImage: 'crash' }),
  'never-confirms': () => ({ newImage: 'neverConfirms' }),
};

/** The faults that virtual boards make themselves. */
export function createVirtualFaults(binding: Pick<VirtualBinding, 'board'>): VirtualFaults {
  const at = (path: string): VirtualBoard => binding.board(boardNameIn(path));
  return {
    profile: (path) => (isVirtualPath(path) ? profileOf(at(path)) : null),
    arm: (path, name, params) => {
      const board = at(path);
      const { newImage, fault } = board.options;
      board.configure(ARMED[name]?.(params) ?? {});
      return () => board.configure({ newImage, fault });
    },
  };
}

function profileOf({ options, partitions }: VirtualBoard): BoardProfile {
  const { program, idf, checkDates, skipVersionCheck, skipCommonNameCheck, rollback, recvTimeoutMs } =
    options;
  return {
    program,
    idf,
    checksDates: checkDates,
    checksVersion: program !== 'simple' && !skipVersionCheck,
    checksHost: !skipCommonNameCheck,
    rollback: rollback ?? program !== 'simple',
    speaksTls13: options.tls === 'tls13',
    receiveTimeoutMs: recvTimeoutMs,
    slotBytes: partitions.find(({ label }) => label.startsWith('ota_'))?.sizeBytes ?? null,
  };
}
