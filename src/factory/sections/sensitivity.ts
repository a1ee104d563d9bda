import type { BacktestSpec } from "../dag-spec.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import { reportAt, reportAtKey, type Section, sectionAt } from "./section.ts";

const USUAL_DELAYS = [1, 2, 5];

/** The best cell under worse execution; an absent key asks for nothing. */
export function readSensitivity(
  section: Section,
  { sensitivity, seed: usualSeed }: BacktestBlock,
  { execution }: Pick<BacktestSpec["settings"], "execution">,
): Pick<BacktestSpec, "sensitivity"> {
  if (sensitivity === undefined) return {};
  const own = sectionAt(section, "sensitivity");
  const { delay: written, slippage_bps: slippage, missed_fills: missed, draws, seed = usualSeed } = sensitivity;
  const atClose = execution.fill === "close";
  if (atClose && (written ?? []).length > 0) {
    const message = "Fills at the close of the signal's own bar cannot come later.";
    reportAt(own, ["delay"], { code: "EXECUTION_INVALID", message, hint: "Leave delay out, or fill at the open." });
  }
  const delay = ascending(written ?? (atClose ? [] : USUAL_DELAYS));
  if (delay.length + slippage.length + missed.length === 0) {
    const message = `"sensitivity" asks for nothing: delay, slippage_bps and missed_fills are all empty.`;
    const hint = "Leave out one of the keys, or sensitivity itself.";
    reportAtKey(section, ["sensitivity"], { code: "DAG_VALUE_INVALID", message, hint });
  }
  return {
    sensitivity: { delay, slippageBps: ascending(slippage), missedFills: ascending(missed), draws, seed },
  };
}

function ascending(amounts: readonly number[]): readonly number[] {
  return amounts.toSorted((one, other) => one - other);
}
