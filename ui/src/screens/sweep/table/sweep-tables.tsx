import type { Sweep } from "../../../api/shapes.ts";
import { useSweepState } from "../use-sweep-state.ts";
import { BestCells } from "./best-cells.tsx";
import { LimitedCells } from "./limited-cells.tsx";

/** The first cells: of all with every metric, or of those that were brushed. */
export function SweepTables({ sweep }: { readonly sweep: Sweep }) {
  const state = useSweepState(sweep);
  return state.isLimited ? <LimitedCells sweep={sweep} state={state} /> : <BestCells sweep={sweep} />;
}
