import path from "node:path";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import { NO_COSTS } from "../../engine/settings.ts";
import { DEFAULT_PROFILE, PROFILE_EXECUTION, profileOf } from "../../engine/profiles/registry.ts";
import { strategyName } from "../../factory/strategy-name.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import type { TrialLedger } from "../../store/trials.ts";

/**
 * The ledger that the trials of a backtest go to. Files are known by their names: the same project on two hosts, or
 * moved to another folder, has one ledger.
 */
export function trialLedgerOf({ data, strategy }: Pick<BacktestSpec, "data" | "strategy">): TrialLedger {
  const dataset = data === null ? OWN_DATA : (data.dataset ?? data.source ?? path.basename(data.csv ?? ""));
  const name = strategyName(strategy);
  return { dataset, strategy: strategy.kind === "module" ? `${name}#${strategy.exportName}` : name };
}

/** Of scripts, which read what they like; no dataset has a name like it. */
const OWN_DATA = "";

/** What absence amounts to. */
const UNGIVEN_EXECUTION = { intrabar: "pessimistic", leverage: 1, hedging: false, exclusiveOrders: false };

type Tried = Pick<BacktestSpec, "data" | "settings" | "params" | "grid">;

/**
 * What makes equal parameters another trial: whatever changes the returns, which is changed code, other symbols of the
 * dataset, other prices (`adjusted`, `columns`), costs and rules of execution, and the capital where it decides how many
 * units can be bought. The period does not: the next night is no new idea. What is as usual is left out, so
 * that a setting which a later version adds makes no new trials of the old ones.
 */
export function trialRoom(backtest: Tried, codeHash: string): string {
  const { data, settings } = backtest;
  const { costs, execution, initialCapital, seed } = settings;
  const usual = { ...UNGIVEN_EXECUTION, ...PROFILE_EXECUTION[execution.profile] };
  return canonicalJson({
    code: codeHash,
    ...(data !== null && {
      symbols: data.symbols,
      timeframe: data.timeframe,
      ...(data.adjusted && { adjusted: true }),
      ...unlessEmpty("columns", data.columns),
      ...(data.reading && { reading: data.reading }),
    }),
    ...unlessEmpty("costs", unlike(costs, NO_COSTS)),
    ...unlessEmpty("execution", {
      ...unlike(execution, usual),
      ...(execution.profile === DEFAULT_PROFILE ? {} : { profile: execution.profile }),
    }),
    ...(costs.fillProbability < 1 && { seed }),
    ...(isCapitalFelt(backtest) && { capital: initialCapital }),
  });
}

/** Fractions of a unit at costs in proportion make the same returns of any capital. */
function isCapitalFelt({ settings: { costs, execution }, params, grid }: Tried): boolean {
  const given = new Set([params, ...grid.add].flatMap(Object.keys).concat(grid.axes.map(({ name }) => name)));
  const isCapped = given.has("order_units") || given.has("order_cash");
  const isWhole = execution.lotSize > 0 || profileOf(execution.profile).traits.wholeUnits;
  return isCapped || isWhole || costs.commissionMin > 0 || costs.commissionFixed > 0;
}

function unlike(given: object, usual: object): object {
  const known = new Map(Object.entries(usual));
  return Object.fromEntries(Object.entries(given).filter(([name, value]) => known.get(name) !== value));
}

function unlessEmpty(name: string, values: object): object {
  return Object.keys(values).length === 0 ? {} : { [name]: values };
}
