import type { BacktestSettings, Costs, ExecutionModel } from "../../engine/settings.ts";
import { NO_COSTS } from "../../engine/settings.ts";
import { formatDay, formatMinute } from "../format/format-date.ts";
import { formatCount, formatMoney, formatPercent, formatQuantity } from "../format/format-number.ts";
import type { TearsheetInput } from "../tearsheet-input.ts";

/** A named fact; hashes are set in a fixed-width face. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly code: boolean;
  /** Takes a line of its own. */
  readonly long: boolean;
}

const MOST_IN_COLUMN = 40;

/** What it takes to compute the same result again. */
export function identityFacts({ run, identity, backtest, cells }: TearsheetInput): readonly Fact[] {
  return [
    code("Run", run.id),
    fact("Logical date", formatDay(run.logicalDate.getTime())),
    fact("Finished", `${formatMinute(run.finishedAt.getTime())} UTC`),
    fact("Engine version", String(identity.engineVersion)),
    fact("Seed", String(identity.seed)),
    fact("Initial capital", formatMoney(backtest.settings.initialCapital)),
    fact("Cells", cellsText(cells)),
    fact("Metrics", metricsText(backtest.settings)),
    ...tradingFacts(backtest.settings, identity.snapshot),
    code("YAML", identity.yamlHash),
    ...(identity.snapshot === null ? [] : [code("Snapshot", identity.snapshot)]),
    ...(identity.version ? [code("Data", identity.version)] : []),
    code("Code", identity.codeHash),
  ];
}

/** Of a strategy with data of its own nothing is known of them. */
function tradingFacts({ costs, execution }: BacktestSettings, snapshot: string | null): readonly Fact[] {
  if (snapshot === null) return [];
  return [fact("Costs", costsText(costs)), { ...fact("Execution", executionText(execution)), long: true }];
}

function fact(name: string, value: string): Fact {
  return { name, value, code: false, long: false };
}

function code(name: string, value: string): Fact {
  return { name, value, code: true, long: value.length > MOST_IN_COLUMN };
}

function cellsText({ total, cached, failed, extended = 0 }: TearsheetInput["cells"]): string {
  const more = extended === 0 ? "" : `; ${formatCount(extended)} gone on with from the night before`;
  return `${formatCount(total)}, of which ${formatCount(cached)} from the cache and ${formatCount(failed)} failed${more}`;
}

const COST_TEXT: Readonly<Record<keyof Costs, (value: number) => string>> = {
  commissionBps: (value) => `commission ${formatQuantity(value, 4)} bps`,
  commissionPerShare: (value) => `commission ${formatQuantity(value, 6)} a unit`,
  commissionMin: (value) => `at least ${formatQuantity(value, 4)} an order`,
  commissionFixed: (value) => `${formatQuantity(value, 4)} an order`,
  slippageBps: (value) => `slippage ${formatQuantity(value, 4)} bps`,
  spreadBps: (value) => `spread ${formatQuantity(value, 4)} bps`,
  borrowBps: (value) => `borrowing ${formatQuantity(value, 4)} bps a year`,
  fillProbability: (value) => `fills ${formatPercent(value)} of orders`,
};

function costsText(costs: Costs): string {
  const names = Object.keys(NO_COSTS) as (keyof Costs)[];
  const paid = names.filter((name) => costs[name] !== NO_COSTS[name]).map((name) => COST_TEXT[name](costs[name]));
  return paid.length === 0 ? "none" : paid.join(", ");
}

/** How the returns behind the ratios were taken. */
function metricsText({ barsPerYear, daysPerYear, riskFreeRate = 0 }: BacktestSettings): string {
  const per =
    daysPerYear === undefined
      ? `${formatCount(barsPerYear)} bars a year`
      : `by day, ${formatCount(daysPerYear)} a year`;
  return riskFreeRate === 0 ? per : `${per}, risk-free rate ${formatPercent(riskFreeRate, 2)}`;
}

function executionText(execution: ExecutionModel): string {
  const { profile, fill, executionDelay, direction, lotSize } = execution;
  const bars = `${executionDelay} bar${executionDelay === 1 ? "" : "s"} after the signal`;
  const when = fill === "close" ? "at the close of the signal bar" : `at the open ${bars}`;
  const side = direction === "both" ? "long and short" : direction;
  const units = lotSize === 0 ? "fractional units" : `lots of ${formatQuantity(lotSize, 6)}`;
  return [`${profile}: fills ${when}`, side, units, ...unusualSwitches(execution)].join(", ");
}

function unusualSwitches(execution: ExecutionModel): readonly string[] {
  const { closeAtEnd, intrabar = "pessimistic", leverage = 1, hedging, exclusiveOrders } = execution;
  return [
    ...(closeAtEnd ? ["closed at the end"] : []),
    ...(intrabar === "pessimistic" ? [] : [`prices inside a bar ${intrabar}`]),
    ...(leverage === 1 ? [] : [`leverage ${formatQuantity(leverage, 4)}`]),
    ...(hedging === true ? ["hedging"] : []),
    ...(exclusiveOrders === true ? ["exclusive orders"] : []),
  ];
}
