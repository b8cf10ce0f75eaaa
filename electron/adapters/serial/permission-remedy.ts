import type { ErrorParams } from '../../../shared/errors.ts';

/** What decides who may open a device node. */
export interface NodeAccess {
  readonly path: string;
  readonly mode: number;
  readonly gid: number;
  /** Content of `/etc/group`. */
  readonly groups: string;
  /** USB vendor id of the adapter, four hex digits; null where it has none. */
  readonly vendorId: string | null;
}

const GROUP_READ_WRITE = 0o060;
const ROOT = 0;

/**
 * The one thing that gives this user access to a port: the group its node belongs to, which is `dialout` on Debian and
 * Fedora and `uucp` on Arch; else a udev rule for its adapter; else its mode. A key of the area `serial`, and values.
 */
export function permissionRemedy({ path, mode, gid, groups, vendorId }: NodeAccess): ErrorParams {
  const group = groupName(groups, gid);
  const byGroup = (mode & GROUP_READ_WRITE) === GROUP_READ_WRITE;
  if (byGroup && gid !== ROOT && group !== null) return { remedy: 'remedyGroup', group };
  if (vendorId !== null) return { remedy: 'remedyUdev', vendorId };
  return { remedy: 'remedyMode', path };
}

/** Lines are `dialout:x:20:alice,bob`. */
function groupName(groups: string, gid: number): string | null {
  for (const line of groups.split('\n')) {
    const [name, , number] = line.split(':');
    if (name !== undefined && name !== '' && number === String(gid)) return name;
  }
  return null;
}
