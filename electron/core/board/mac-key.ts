/** The key under which something is kept for a board by its base MAC, `7c:9e:bd:00:12:34`. */
export function macKey(mac: string): string {
  return `mac-${mac.replaceAll(':', '').toLowerCase()}`;
}
