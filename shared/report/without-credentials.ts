/** A text whose URLs carry no user name and no password any more: what a report shows is passed on. */
export function withoutCredentials(text: string): string {
  return text.replaceAll(/(https?:\/\/)[^\s/?#@]*@/gi, '$1***@');
}
