/** Saves text as a file the way a browser downloads one. */
export function saveText(fileName: string, text: string, mimeType: string): void {
  saveFile(fileName, text, mimeType);
}

/** The same for bytes. */
export function saveFile(
  fileName: string,
  content: string | Uint8Array<ArrayBuffer>,
  mimeType: string,
): void {
  const url = URL.createObjectURL(new Blob([content], { type: mimeType }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = fileName;
  anchor.click();
  // The download has begun by then; the URL would otherwise be kept until the page goes.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The same from parts, which are written one after another. */
export function saveParts(fileName: string, parts: readonly Blob[], mimeType: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type: mimeType }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = fileName;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Puts text into the clipboard; true when it is there. */
export async function copyText(text: string): Promise<true> {
  await navigator.clipboard.writeText(text);
  return true;
}

/** The page's one hidden file input; it has its place in the image panel. */
export const FILE_INPUT_ID = 'image-file';

/** Opens the browser's file dialog. */
export function openFileDialog(): void {
  document.getElementById(FILE_INPUT_ID)?.click();
}
