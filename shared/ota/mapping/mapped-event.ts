import type { DeviceEvent } from '../device/device-event.ts';
import type { MappedEventName } from './mapping.ts';

/** The event that a rule stands for; null where a group holds nothing that fits (a number that is none, a short digest). */
export function mappedEvent(name: MappedEventName, group: (name: string) => string): DeviceEvent | null {
  switch (name) {
    case 'written':
    case 'totalWritten':
      return whole(group('bytes'), (bytes) => ({ kind: name, bytes }));
    case 'httpError':
      return whole(group('status'), (status) => ({ kind: 'httpError', status }));
    case 'runningVersion':
    case 'newVersion':
    case 'appVersion':
      return { kind: name, version: group('version') };
    case 'digest': {
      // Without the native example's word on its diagnostics, ten quiet seconds confirm.
      const sha256 = group('sha256').toLowerCase();
      return /^[0-9a-f]{64}$/.test(sha256)
        ? { kind: 'digest', of: 'currentFirmware', program: 'simple', sha256 }
        : null;
    }
    case 'elfSha256': {
      const prefix = group('prefix').toLowerCase();
      return /^[0-9a-f]{8,64}$/.test(prefix) ? { kind: 'elfSha256', prefix } : null;
    }
    case 'address':
      return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(group('ipv4'))
        ? { kind: 'address', ipv4: group('ipv4') }
        : null;
    case 'refusedSameVersion':
      return { kind: 'refused', why: 'sameVersion' };
    case 'refusedLastInvalidVersion':
      return { kind: 'refused', why: 'lastInvalidVersion' };
    case 'connectFailed':
      return { kind: 'connectFailed', why: 'unreachable' };
    default:
      return { kind: name };
  }
}

function whole(digits: string, event: (value: number) => DeviceEvent): DeviceEvent | null {
  const value = Number(digits);
  return digits !== '' && Number.isSafeInteger(value) && value >= 0 ? event(value) : null;
}
