import type { Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useMemo, useRef } from "react";
import type { KeyAction } from "../../state/use-keys.ts";

/** Frames in which a row that was scrolled to has appeared. */
const FRAMES = 6;

/** `j` and `k`: the focus goes to the link of the next or the previous row, which comes into sight. */
export function useRowSteps(
  scroller: RefObject<HTMLElement | null>,
  virtual: Virtualizer<HTMLDivElement, Element>,
  rows: number,
): Readonly<Record<string, KeyAction>> {
  // Keys come faster than rows appear: the next step goes on from where the last one leads.
  const aimed = useRef<number | null>(null);
  return useMemo(() => {
    const focus = (element: HTMLElement, row: number, frames: number): void => {
      requestAnimationFrame(() => {
        if (aimed.current !== row) return;
        const link = element.querySelector<HTMLElement>(`[data-row="${row}"] :is(a, button)`);
        if (link === null && frames > 0) return focus(element, row, frames - 1);
        link?.focus({ preventScroll: true });
        aimed.current = null;
      });
    };
    const step = (by: number) => (): boolean => {
      const element = scroller.current;
      if (element === null || rows === 0) return false;
      const next = Math.min(Math.max((aimed.current ?? focusedRow(element)) + by, 0), rows - 1);
      aimed.current = next;
      virtual.scrollToIndex(next, { align: "auto" });
      focus(element, next, FRAMES);
      return true;
    };
    return { j: step(1), k: step(-1) };
  }, [rows, scroller, virtual]);
}

/** −1 when the focus is in none. */
function focusedRow(table: HTMLElement): number {
  const row = document.activeElement?.closest<HTMLElement>("[data-row]") ?? null;
  return row !== null && table.contains(row) ? Number(row.dataset["row"]) : -1;
}
