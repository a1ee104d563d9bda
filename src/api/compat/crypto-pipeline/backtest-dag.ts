import path from "node:path";
import { type DagValue, generatedDag } from "../../../app/dags/generated-dag.ts";
import type { GoodDag } from "../../../app/dags/load-dag.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import type { ParamValue } from "../../../core/params/param-spec.ts";
import { suggestName } from "../../../core/text/suggest-name.ts";
import { BUILTIN_STRATEGIES } from "../../../engine/strategies/builtin-strategies.ts";
import type { ApiService } from "../../api-service.ts";
import { findBars } from "./find-bars.ts";

/** What the DAGs begin with whose runs the crypto pipeline has started. */
export const CRYPTO_DAGS = "crypto_pipeline_";
/** Costs, where the strategy has no parameters of these names. */
const COSTS = ["commission_bps", "slippage_bps"] as const;

export interface AskedBacktest {
  readonly strategy: string;
  readonly symbol: string;
  readonly timeframe: string;
  /** A day, or a moment of it. */
  readonly start_date?: string;
  readonly end_date?: string;
  /** Account currency. */
  readonly initial_capital?: number;
  readonly params?: Readonly<Record<string, ParamValue>>;
}

export function cryptoDagId(strategy: string): string {
  return CRYPTO_DAGS + strategy;
}

/**
 * The DAG of one backtest of the crypto pipeline: a strategy of Nightgrid on the dataset that has the bars.
 *
 * @throws AppError STRATEGY_UNKNOWN, DATASET_NOT_FOUND; those of `generatedDag`
 */
export async function backtestDag(asked: AskedBacktest, { context }: Pick<ApiService, "context">): Promise<GoodDag> {
  const { params = {}, timeframe } = asked;
  const strategy = BUILTIN_STRATEGIES.find(({ name }) => name === asked.strategy);
  if (strategy === undefined) throw unknownStrategy(asked.strategy);
  const { dataset, symbol } = await findBars(asked, context.home);
  const isCost = (name: string): boolean =>
    COSTS.some((cost) => cost === name) && !Object.hasOwn(strategy.params, name);
  const costs = Object.fromEntries(Object.entries(params).filter(([name]) => isCost(name)));
  const document: Record<string, DagValue> = {
    strategy: strategy.name,
    data: { dataset, symbols: [symbol], timeframe },
    params: Object.fromEntries(Object.entries(params).filter(([name]) => !isCost(name))),
    ...(Object.keys(costs).length > 0 && { costs }),
    ...(asked.start_date !== undefined && { start_date: dayOf(asked.start_date) }),
    ...(asked.end_date !== undefined && { end_date: dayOf(asked.end_date) }),
    ...(asked.initial_capital !== undefined && { initial_capital: asked.initial_capital }),
  };
  const id = cryptoDagId(strategy.name);
  const description = `${strategy.name} on ${symbol}, started through the API of the crypto pipeline`;
  // Who starts it asks how it went; nobody else is to be woken.
  const dag = { id, description, backtest: document, after_backtest: ["export_csv"], alerts: [] };
  return generatedDag(dag, path.join(context.home, `${id}.yaml`), context);
}

/** `2024-01-01T00:00:00Z` is a day here. */
function dayOf(text: string): string {
  return /^\d{4}-\d{2}-\d{2}[T ]/.test(text) ? text.slice(0, 10) : text;
}

function unknownStrategy(name: string): AppError {
  const names = BUILTIN_STRATEGIES.map((strategy) => strategy.name);
  const hint = suggestName(name, names, { always: `There are ${names.join(", ")}.` });
  return new AppError("STRATEGY_UNKNOWN", `There is no strategy "${name}". ${hint}`);
}
