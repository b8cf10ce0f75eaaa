/** The bytes of an IPv4 or IPv6 address as an iPAddress entry holds them, hex; null for a name. */
export function addressHex(host: string): string | null {
  return ipv4Hex(host) ?? ipv6Hex(host);
}

function ipv4Hex(text: string): string | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255))
    return null;
  return parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('');
}

function ipv6Hex(text: string): string | null {
  const halves = text.split('::');
  if (!text.includes(':') || halves.length > 2) return null;
  const [head, tail] = halves.map(groupsOf);
  if (head == null || tail === null) return null;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  return [...head, ...Array<string>(missing).fill('0000'), ...(tail ?? [])].join('');
}

/** Groups of four hex digits; the last two may be written as an IPv4 address. */
function groupsOf(half: string): readonly string[] | null {
  if (half === '') return [];
  const groups: string[] = [];
  const parts = half.split(':');
  for (const [index, part] of parts.entries()) {
    const mapped = index === parts.length - 1 && part.includes('.') ? ipv4Hex(part) : null;
    if (mapped !== null) groups.push(mapped.slice(0, 4), mapped.slice(4));
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(part.toLowerCase().padStart(4, '0'));
    else return null;
  }
  return groups;
}
