import { AppError, messageOf } from "../../core/errors/app-error.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { Bars } from "../bars.ts";
import { completeParams } from "../cells/complete-params.ts";
import { paramSpecsOf } from "../cells/param-specs.ts";
import { alignBars } from "../panel/panel.ts";
import type { BacktestSettings } from "../settings.ts";
import type { Strategy } from "../strategy.ts";
import { type CheckedStrategy, checkLookahead, type Leak } from "./check-lookahead.ts";
import { checkMembership, type Membership } from "./check-membership.ts";
import { cutsOf } from "./cuts-of.ts";
import { saidCuts } from "./said-cuts.ts";
import { settlingBars } from "./settling-bars.ts";

export interface ExaminedStrategy {
  readonly strategy: Strategy;
  readonly bars: readonly Bars[];
  readonly settings: BacktestSettings;
  readonly cells: readonly Params[];
  /** How many ends of the data each cell is tried with; as many again right after bars at which it says something. */
  readonly cuts: number;
}

export interface Examination {
  readonly strategy: string;
  /** How often a cell was run on the first bars alone, the most over the cells; of the one with a leak where there is one. */
  readonly cuts: number;
  /** The first that was found; null when everything said of a bar stays as it was. */
  readonly leak: FoundLeak | null;
  readonly warmup: Warmup;
  /** Null where no symbol joins or leaves a universe. */
  readonly membership: Membership | null;
}

export interface FoundLeak extends Leak {
  readonly params: Params;
  /** Start of the bar whose value changed, milliseconds UTC. */
  readonly time: number;
  /** The value changed though all bars were known both times: chance or memory, not the future. */
  readonly isUnstable: boolean;
}

export interface Warmup {
  /** Bars until the signals no longer depend on where the data begin, the most over the cells; null: they never settle. */
  readonly settlesAfter: number | null;
  /** What the strategy itself declares, the most over the cells; null when it declares nothing. */
  readonly declared: number | null;
}

/**
 * Whether a strategy sees the future, with the given cells, and how long its signals take to settle.
 *
 * @throws AppError STRATEGY_FAILED with the strategy's own message
 */
export function examineStrategy({ strategy, bars, settings, cells, cuts }: ExaminedStrategy): Examination {
  const { time } = alignBars(bars);
  const cutBars = cutsOf(time.length, cuts);
  const checked = cells.map((params): CheckedStrategy => ({ strategy, bars, params, settings }));
  try {
    const found = firstLeak(checked, { spread: cutBars, most: cuts, time });
    const membership = checkMembership(checked);
    return { strategy: strategy.name, ...found, warmup: warmupOf(checked, time.length), membership };
  } catch (error) {
    throw new AppError("STRATEGY_FAILED", `The strategy "${strategy.name}" failed: ${messageOf(error)}`, {
      hint: "It is run on few bars too here; a strategy has to bear that its windows are longer than the data.",
      cause: error,
    });
  }
}

/** Most leaks show in the first cell: the others are looked at until one is found. */
function firstLeak(
  cells: readonly CheckedStrategy[],
  { spread, most, time }: { readonly spread: readonly number[]; readonly most: number; readonly time: Float64Array },
): Pick<Examination, "leak" | "cuts"> {
  let tried = 0;
  for (const checked of cells) {
    const cuts = [...new Set([...spread, ...saidCuts(checked, time.length, most)])];
    tried = Math.max(tried, cuts.length);
    const leak = checkLookahead(checked, [time.length, ...cuts]);
    if (leak === null) continue;
    const isUnstable = leak.knownBars === time.length;
    const found = { ...leak, params: checked.params, time: time[leak.bar] ?? Number.NaN, isUnstable };
    return { cuts: cuts.length, leak: found };
  }
  return { cuts: tried, leak: null };
}

/** A signal that still differs this far into the shorter run would do so in a longer one too. */
const NEVER_SETTLES = 0.9;

function warmupOf(cells: readonly CheckedStrategy[], bars: number): Warmup {
  const start = Math.floor(bars / 2);
  const settled = Math.max(...cells.map((checked) => settlingBars(checked, start)));
  const declared = cells.flatMap(({ strategy, params }) =>
    strategy.warmup === undefined ? [] : [strategy.warmup(completeParams(paramSpecsOf(strategy), params))],
  );
  return {
    settlesAfter: settled > NEVER_SETTLES * (bars - start) ? null : settled,
    declared: declared.length === 0 ? null : Math.max(...declared),
  };
}
