/** An IPv4 address or mask as an unsigned 32-bit number; null for any other text. */
export function parseIpv4(text: string): number | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return null;
  const parts = match.slice(1).map(Number);
  return parts.every((part) => part <= 255) ? parts.reduce((sum, part) => sum * 256 + part, 0) : null;
}

/** `24` for `255.255.255.0`; null for a text that is no mask, one with holes among them. */
export function prefixLength(netmask: string): number | null {
  const mask = parseIpv4(netmask);
  if (mask === null) return null;
  const bits = mask.toString(2).padStart(32, '0');
  return /^1*0*$/.test(bits) ? bits.replaceAll('0', '').length : null;
}

/** Whether both addresses lie in one network of this mask. False where one of the three cannot be read. */
export function inOneNetwork(a: string, b: string, netmask: string): boolean {
  const [first, second, mask] = [parseIpv4(a), parseIpv4(b), parseIpv4(netmask)];
  if (first === null || second === null || mask === null) return false;
  return (first & mask) === (second & mask);
}

/** What `0.0.0.0` and its block stand for: no address yet. */
export function isUnspecified(address: string): boolean {
  return address.startsWith('0.') && parseIpv4(address) !== null;
}

/** 127.0.0.0/8 */
export function isLoopback(address: string): boolean {
  return address.startsWith('127.') && parseIpv4(address) !== null;
}

/** 169.254.0.0/16: what a machine gives itself where no DHCP server answers. */
export function isLinkLocal(address: string): boolean {
  return address.startsWith('169.254.') && parseIpv4(address) !== null;
}

/** The block of RFC 1918 an address lies in: hosts of one are usually routed to each other, hosts of two seldom. */
export function privateBlock(address: string): '10/8' | '172.16/12' | '192.168/16' | null {
  if (parseIpv4(address) === null) return null;
  const [first = 0, second = 0] = address.split('.').map(Number);
  if (first === 10) return '10/8';
  if (first === 172 && second >= 16 && second < 32) return '172.16/12';
  return first === 192 && second === 168 ? '192.168/16' : null;
}
