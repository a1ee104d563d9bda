import { useMemo } from "react";
import { useUrlState } from "../../../state/use-url-state.ts";

/** Cells that can be compared at once. */
const MOST_PICKED = 20;

export interface Picked {
  readonly cells: readonly number[];
  readonly toggle: (cell: number) => void;
}

/** The cells that were picked for a comparison: `picked=12,904`. */
export function usePicked(): Picked {
  const [text, setText] = useUrlState("picked");
  const cells = useMemo(
    () =>
      text
        .split(",")
        .filter((part) => /^\d+$/.test(part))
        .map(Number),
    [text],
  );
  return {
    cells,
    toggle: (cell) => {
      const next = cells.includes(cell) ? cells.filter((one) => one !== cell) : [...cells, cell].slice(0, MOST_PICKED);
      setText(next.join(","));
    },
  };
}
