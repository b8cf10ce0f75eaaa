import type { BoardFacts, PartitionRow } from '../board-facts.ts';
import type { DeviceEvent } from './device-event.ts';

const NO_DIGESTS = { partitionTable: null, bootloader: null, currentFirmware: null };
const APP_TYPE = 0;
const SUBTYPE_FACTORY = 0;
const SUBTYPE_OTA_0 = 0x10;

/** Whether an event is the first that is read of a start: the ROM's, or the bootloader's where the ROM's was lost. */
export function beginsStart(before: BoardFacts, event: DeviceEvent): boolean {
  return event.kind === 'reset' || (event.kind === 'bootloader' && before.version !== null);
}

/** The facts after one more event; the same object when nothing changed. */
export function readBoard(facts: BoardFacts, event: DeviceEvent): BoardFacts {
  switch (event.kind) {
    case 'reset':
      return { ...restarted(facts), boots: facts.boots + 1, resetReason: event.reason };
    case 'garbled':
      return { ...facts, garbledLines: facts.garbledLines + 1 };
    case 'chip':
      return facts.chip === event.name ? facts : { ...facts, chip: event.name };
    case 'bootloader':
      // A board whose ROM lines were lost still shows that it restarted.
      return facts.version === null ? facts : restarted(facts);
    case 'chipRevision':
      return { ...facts, chipRevision: event.revision };
    case 'efuseBlockRevision':
      return { ...facts, efuseBlockRevision: event.revision };
    case 'verifiesSignature':
      return { ...facts, demandsSignature: true };
    case 'flashSize':
      return { ...facts, flashSizeBytes: event.sizeBytes };
    case 'partitionTable':
      return { ...facts, partitions: [] };
    case 'partitionRow':
      return { ...facts, partitions: [...facts.partitions, rowOf(event)] };
    case 'loadedApp':
      return { ...facts, runningPartition: labelAt(facts.partitions, event.offset) };
    case 'runningPartition':
      return {
        ...facts,
        runningPartition: labelOfSubtype(facts.partitions, event.subtype),
        ready: true,
        program: 'native',
      };
    case 'readyForUrl':
      return { ...facts, ready: true };
    case 'projectName':
      return { ...facts, projectName: event.name };
    case 'appVersion':
      return { ...facts, version: event.version };
    case 'elfSha256':
      return { ...facts, elfSha256Prefix: event.prefix };
    case 'otaState':
      return { ...facts, otaState: event.state };
    case 'idfVersion':
      return { ...facts, idfVersion: event.version };
    case 'secureVersion':
      return { ...facts, secureVersion: event.version };
    case 'digest':
      return { ...facts, digests: { ...facts.digests, [event.of]: event.sha256 } };
    case 'mac':
      return { ...facts, mac: event.mac };
    case 'powerSave':
      return { ...facts, powerSave: event.on };
    case 'address':
      return facts.ipv4 === event.ipv4 ? facts : { ...facts, ipv4: event.ipv4 };
    case 'ipv6Address':
      return facts.ipv6 === event.ipv6 ? facts : { ...facts, ipv6: event.ipv6 };
    case 'appMain':
      return { ...facts, program: event.program };
    case 'otaTaskStarted':
      // The native example reads its URL later; the others right after this line.
      return { ...facts, program: event.program, ready: event.program !== 'native' || facts.ready };
    case 'diagnosticsStarted':
    case 'diagnosticsFailed':
      // It restarts, unless there is no image to go back to: then it runs on, and no update can begin.
      return { ...facts, pendingVerify: true };
    case 'appConfirmed':
      return { ...facts, pendingVerify: false, confirmed: true };
    case 'lastInvalidVersion':
      return { ...facts, lastInvalidVersion: event.version };
    case 'runningVersion': {
      // The native example names the version that failed in its next line, where there is one.
      const lastInvalidVersion = facts.program === 'native' ? null : facts.lastInvalidVersion;
      return { ...facts, version: event.version, lastInvalidVersion };
    }
    case 'waitsForFirmware':
    case 'refused':
    case 'fatal':
      return { ...facts, ready: false, stopped: true };
    case 'writingTo':
    case 'connectFailed':
    case 'handshakeFailed':
    case 'urlInvalid':
      return facts.ready ? { ...facts, ready: false } : facts;
    default:
      return facts;
  }
}

/** What no longer holds once the board restarts: everything its next boot will say again. */
function restarted(facts: BoardFacts): BoardFacts {
  return {
    ...facts,
    ipv4: null,
    ipv6: null,
    garbledLines: 0,
    runningPartition: null,
    projectName: null,
    version: null,
    idfVersion: null,
    elfSha256Prefix: null,
    otaState: null,
    digests: NO_DIGESTS,
    ready: false,
    stopped: false,
    pendingVerify: false,
    confirmed: false,
  };
}

function rowOf({ label, type, subtype, offset, sizeBytes }: PartitionRow): PartitionRow {
  return { label, type, subtype, offset, sizeBytes };
}

/** Label of the app partition at a flash offset. */
export function labelAt(rows: readonly PartitionRow[], offset: number): string | null {
  return rows.find((row) => row.type === APP_TYPE && row.offset === offset)?.label ?? null;
}

/** Label for a subtype as the log prints it (decimal): 0 factory, 16 ota_0 (esp_partition.h). */
export function labelOfSubtype(rows: readonly PartitionRow[], subtype: number): string {
  const row = rows.find((row) => row.type === APP_TYPE && row.subtype === subtype);
  return row?.label ?? (subtype === SUBTYPE_FACTORY ? 'factory' : `ota_${subtype - SUBTYPE_OTA_0}`);
}

/**
 * The slot the next update goes to, as `esp_ota_get_next_update_partition()` chooses it: ota_0 from factory,
 * else the next slot in turn. Null while the table or the running partition is not known.
 */
export function nextSlot(facts: BoardFacts): PartitionRow | null {
  const slots = facts.partitions
    .filter(
      (row) => row.type === APP_TYPE && row.subtype >= SUBTYPE_OTA_0 && row.subtype < SUBTYPE_OTA_0 + 16,
    )
    .sort((a, b) => a.subtype - b.subtype);
  if (slots.length === 0 || facts.runningPartition === null) return null;
  const running = slots.findIndex((row) => row.label === facts.runningPartition);
  return slots[(running + 1) % slots.length] ?? null;
}

export function partitionNamed(
  facts: Pick<BoardFacts, 'partitions'>,
  label: string | null,
): PartitionRow | null {
  return facts.partitions.find((row) => row.label === label) ?? null;
}
