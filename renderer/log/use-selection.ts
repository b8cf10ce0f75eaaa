import type { PointerEvent } from 'react';
import { useRef, useState } from 'react';

/** Selected rows, first and last; null for none. They are rows of the log, not of what is drawn. */
export type Selection = readonly [first: number, last: number] | null;

/** Selecting rows with the pointer: pressed on one and drawn to another; with Shift up to a row. */
export function useSelection(): {
  readonly selection: Selection;
  /** The row that was pressed last: what jumps and bookmarks start from, until they lead elsewhere. */
  readonly caret: number | null;
  readonly forgetCaret: () => void;
  readonly select: (selection: Selection) => void;
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
} {
  const [selection, setSelection] = useState<Selection>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const anchor = useRef<number | null>(null);
  const span = (a: number, b: number): Selection => [Math.min(a, b), Math.max(a, b)];
  return {
    selection,
    caret,
    forgetCaret: () => setCaret(null),
    select: setSelection,
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      const row = rowAt(event);
      if (row === null) return;
      if (event.shiftKey && anchor.current !== null) {
        event.preventDefault();
        setSelection(span(anchor.current, row));
        return;
      }
      anchor.current = row;
      setCaret(row);
      setSelection(null);
    },
    onPointerMove: (event) => {
      if ((event.buttons & 1) === 0 || anchor.current === null) return;
      const row = rowAt(event);
      // Within one row the browser selects characters.
      if (row === null || (row === anchor.current && selection === null)) return;
      window.getSelection()?.removeAllRanges();
      setSelection(span(anchor.current, row));
    },
  };
}

function rowAt(event: PointerEvent): number | null {
  const row = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-row]');
  return row?.dataset.row === undefined ? null : Number(row.dataset.row);
}
