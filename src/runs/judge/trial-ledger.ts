import path from "node:path";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import type { Ledger } from "../../store/trials.ts";

/**
 * The ledger that the trials of a backtest go to. Files are known by their names: the same project on two hosts, or
 * moved to another folder, has one ledger.
 */
export function trialLedgerOf({ data, strategy }: Pick<BacktestSpec, "data" | "strategy">): Ledger {
  const dataset = data.dataset ?? path.basename(data.csv ?? "");
  return {
    dataset,
    strategy: strategy.kind === "builtin" ? strategy.name : `${path.basename(strategy.path)}#${strategy.exportName}`,
  };
}

/** What makes equal parameters another trial: changed code, and other symbols of the dataset. The period does not: the next night is no new idea. */
export function trialRoom({ data }: Pick<BacktestSpec, "data">, codeHash: string): string {
  return canonicalJson({ code: codeHash, symbols: data.symbols, timeframe: data.timeframe });
}
