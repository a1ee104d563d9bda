import type { WindowSpec } from "../../../core/spec/data-spec.ts";
import type { WalkForwardSpec } from "../../../core/spec/study-spec.ts";
import type { BacktestBlock } from "../../schema/backtest-schema.ts";
import { reportAt, reportAtKey, type Section, sectionAt } from "../section.ts";

const LENGTHS = ["inSample", "outOfSample", "step"] as const;
const KEYS = { inSample: "in_sample", outOfSample: "out_of_sample", step: "step" } as const;

/**
 * Reports what cannot be in the walk-forward of a program, which is told the first and the last day of each part: its windows are cut
 * by the calendar, and what it holds is its own affair.
 */
export function checkProgramWalk(
  section: Section,
  {
    block,
    window,
    walk,
  }: { readonly block: BacktestBlock; readonly window: WindowSpec; readonly walk: WalkForwardSpec },
): void {
  const own = sectionAt(section, "walk_forward");
  for (const length of LENGTHS) {
    const isGiven = length !== "step" || block.walk_forward?.step !== undefined;
    if (walk[length].unit !== "bars" || !isGiven) continue;
    const message =
      "The bars of a script are its own affair: it is told days, and its windows are cut by the calendar.";
    reportAt(own, [KEYS[length]], { code: "DAG_VALUE_INVALID", message, hint: "Write 4y, 6M, 2w or 90d." });
  }
  if (walk.positions === "carried") {
    const message = "What a script holds at the end of a window is not known: nothing can be carried over.";
    reportAt(own, ["positions"], { code: "EXECUTION_INVALID", message, hint: "Write positions: reset." });
  }
  if (walk.select === "top_mean") {
    const message = "Accounts of several programs are not joined: their days may differ.";
    reportAt(own, ["select"], { code: "DAG_VALUE_INVALID", message, hint: "Write select: best, or plateau." });
  }
  const { startDate, endDate, lookbackMs } = window;
  if (lookbackMs === null && (startDate === null || endDate === null)) {
    const message = "The windows of a script are cut from the days of the backtest, and these are not all known.";
    const hint = "Write start_date and end_date, or lookback.";
    reportAtKey(section, ["walk_forward"], { code: "DATES_INVALID", message, hint });
  }
}
