const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Everything outside the Char production of XML 1.0: controls, lone surrogates, two non-characters. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
/** Most texts are plain: this is the quick way to know. */
const PLAIN = /^[\u0020-\u0021\u0023-\u0025\u0028-\u003b\u003d\u003f-\uD7FF]*$/;

/** Text for an element or a quoted attribute, of XML and HTML alike; what XML 1.0 has no place for becomes U+FFFD. */
export function escapeXml(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replaceAll(FORBIDDEN, '\uFFFD')
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
