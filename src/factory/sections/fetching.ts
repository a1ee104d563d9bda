import { FETCHING_CALLBACK } from "../../core/spec/callback-spec.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import type { BacktestSpec } from "../dag-spec.ts";
import type { DagFile } from "../schema/dag-schema.ts";
import { reportAt, type Section } from "./section.ts";

/** Callbacks that fetch prices: there must be something to fetch, and data that are not frozen yet. */
export function checkFetching(section: Section, file: DagFile, backtests: readonly BacktestSpec[]): void {
  const symbols = new Set(backtests.flatMap(({ data }) => (data?.source === undefined ? [] : data.symbols)));
  for (const list of ["before_backtest", "after_backtest"] as const) {
    for (const [index, written] of file[list].entries()) {
      const [name, options] = typeof written === "string" ? [written, null] : (Object.entries(written)[0] ?? []);
      if (name !== FETCHING_CALLBACK) continue;
      const steps = typeof written === "string" ? [list, index] : [list, index, name];
      const place = placeProblem(list, symbols);
      if (place !== null) reportAt(section, steps, { code: "CALLBACK_INVALID", ...place });
      else checkSymbols(section, [...steps, "symbols"], { given: options?.["symbols"], symbols: [...symbols] });
    }
  }
}

function placeProblem(
  list: "before_backtest" | "after_backtest",
  symbols: ReadonlySet<string>,
): { readonly message: string; readonly hint: string } | null {
  if (list === "after_backtest") {
    const message = `${FETCHING_CALLBACK} has nothing to do after the backtests: their data are frozen.`;
    return { message, hint: "Put it into before_backtest." };
  }
  if (symbols.size > 0) return null;
  const message = `${FETCHING_CALLBACK} has nothing to fetch: no backtest trades prices of a source.`;
  return { message, hint: "Write data: { source: …, symbols: […] }, or leave the callback out." };
}

function checkSymbols(
  section: Section,
  steps: readonly (string | number)[],
  { given, symbols }: { readonly given: unknown; readonly symbols: readonly string[] },
): void {
  for (const symbol of Array.isArray(given) ? (given as readonly unknown[]) : [given]) {
    if (typeof symbol !== "string" || symbols.includes(symbol)) continue;
    const hint = suggestName(symbol, symbols, { always: `They trade ${symbols.slice(0, 10).join(", ")}.` });
    const message = `No backtest trades ${JSON.stringify(symbol)} of a source.`;
    reportAt(section, steps, { code: "DAG_VALUE_INVALID", message, hint });
  }
}
