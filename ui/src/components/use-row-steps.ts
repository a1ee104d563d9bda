import type { Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useMemo } from "react";
import type { KeyAction } from "../state/use-keys.ts";

/** `j` and `k`: the focus goes to the link of the next or the previous row, which comes into sight. */
export function useRowSteps(
  scroller: RefObject<HTMLElement | null>,
  virtual: Virtualizer<HTMLDivElement, Element>,
  rows: number,
): Readonly<Record<string, KeyAction>> {
  return useMemo(() => {
    const step = (by: number) => (): boolean => {
      const element = scroller.current;
      if (element === null || rows === 0) return false;
      const current = document.activeElement?.closest<HTMLElement>("[data-row]");
      const at =
        current !== null && current !== undefined && element.contains(current) ? Number(current.dataset["row"]) : -1;
      const next = Math.min(Math.max(at + by, 0), rows - 1);
      virtual.scrollToIndex(next, { align: "auto" });
      requestAnimationFrame(() => {
        element.querySelector<HTMLElement>(`[data-row="${next}"] :is(a, button)`)?.focus({ preventScroll: true });
      });
      return true;
    };
    return { j: step(1), k: step(-1) };
  }, [rows, scroller, virtual]);
}
