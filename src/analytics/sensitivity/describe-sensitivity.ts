import { formatQuantity } from "../../core/text/format-quantity.ts";
import type { ExecutionChange } from "../../core/spec/study-spec.ts";
import { figureText, type Verdict, verdictSentence } from "../verdict.ts";
import type { Figures, SensitivityRow, SensitivityStatistics } from "./sensitivity-result.ts";

const KEEPS_FROM = 0.5;

/** What was measured. */
export interface MeasuredSensitivity {
  readonly real: Figures;
  readonly rows: readonly SensitivityRow[];
  readonly statistics: SensitivityStatistics;
}

/**
 * Fails: the cell earns nothing as it is, or loses already at the least of some kind of worse execution. Holds: it earns under all of
 * them, and keeps at least half of its Sharpe ratio. Unknown where nothing was traded, or nothing could be traded otherwise.
 */
export function sensitivityVerdict({ real, rows, statistics }: MeasuredSensitivity): Verdict {
  const traded = rows.filter(({ refused }) => refused === null);
  const earned = real["total_return"] ?? null;
  if (earned === null || (real["total_trades"] ?? 0) === 0 || traded.length === 0) return "unknown";
  const mildest = traded.filter(({ change }, at) => traded.findIndex((row) => row.change === change) === at);
  if (earned <= 0 || !mildest.every(earns)) return "fails";
  return traded.every(earns) && (statistics.sharpe_kept.value ?? 0) >= KEEPS_FROM ? "holds" : "weak";
}

function earns({ figures, worst }: SensitivityRow): boolean {
  return ((worst ?? figures)["total_return"] ?? 0) > 0;
}

/** One sentence: `Weak: its Sharpe ratio falls from 0.55 to 0.21 (fills 5 bars later); what it earned is gone at 97.8 bps more a fill.` */
export function describeSensitivity(measured: MeasuredSensitivity): string {
  const { real, rows, statistics } = measured;
  const verdict = sensitivityVerdict(measured);
  if (verdict === "unknown")
    return verdictSentence(verdict, "there is no trade that could have been filled otherwise.");
  const lowest = rows
    .flatMap((row) => {
      const sharpe = (row.worst ?? row.figures)["sharpe"];
      return sharpe === null || sharpe === undefined ? [] : [{ row, sharpe }];
    })
    .toSorted((one, other) => one.sharpe - other.sharpe)[0];
  const breakEven = statistics.break_even_bps;
  const gone =
    breakEven.value === null
      ? ""
      : breakEven.value > 0
        ? `; what it earned is gone at ${figureText(breakEven, "bps")} more a fill`
        : `; it would need ${formatQuantity(-breakEven.value, "bps")} less a fill to lose nothing`;
  const falls =
    lowest === undefined
      ? "no execution leaves it a Sharpe ratio"
      : `its Sharpe ratio of ${ratio(real["sharpe"] ?? null)} comes to ${ratio(lowest.sharpe)} at worst (${changeText(lowest.row)})`;
  return verdictSentence(verdict, `${falls}${gone}.`);
}

const CHANGED: Readonly<Record<ExecutionChange, (amount: number) => string>> = {
  delay: (amount) => `fills ${amount} ${amount === 1 ? "bar" : "bars"} later`,
  slippage: (amount) => `${amount} bps more slippage a side`,
  missed_fills: (amount) => `${Number((amount * 100).toPrecision(6))}% of the fills missed`,
};

/** Such as `fills 2 bars later`. */
export function changeText({ change, amount }: Pick<SensitivityRow, "change" | "amount">): string {
  return CHANGED[change](amount);
}

function ratio(value: number | null): string {
  return figureText({ value }, "ratio");
}
