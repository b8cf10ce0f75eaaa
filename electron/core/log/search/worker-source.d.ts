/** A module bundled into one CommonJS script as text, for a thread: see electron/launch/worker-source.mjs. */
declare module '*?worker-source' {
  export const source: string;
}
