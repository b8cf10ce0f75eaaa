import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Position and size on the desktop, in device-independent pixels. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window was when it was last closed. */
export interface WindowPlace extends Rectangle {
  readonly maximized: boolean;
}

/** The part of a title bar that must be on a screen for a hand to get hold of it. */
const GRIP_PX = { width: 100, height: 20 };

/** Null for a missing or unreadable file. */
export function readPlace(file: string): WindowPlace | null {
  try {
    const { x, y, width, height, maximized } = JSON.parse(readFileSync(file, 'utf8'));
    const whole = [x, y, width, height].every(Number.isSafeInteger) && width > 0 && height > 0;
    return whole ? { x, y, width, height, maximized: maximized === true } : null;
  } catch {
    return null;
  }
}

/** Best effort: a place that could not be written is no reason to bother anyone. */
export function writePlace(file: string, place: WindowPlace): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(place), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch {}
}

/** Whether a window there could be seen and moved with these screens. */
export function isReachable(place: Rectangle, screens: readonly Rectangle[]): boolean {
  return screens.some((screen) => {
    const left = Math.max(place.x, screen.x);
    const right = Math.min(place.x + place.width, screen.x + screen.width);
    return (
      right - left >= GRIP_PX.width &&
      place.y >= screen.y &&
      place.y + GRIP_PX.height <= screen.y + screen.height
    );
  });
}
