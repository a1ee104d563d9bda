import { AppError } from "../../core/errors/app-error.ts";
import { AS_OF_HINT, asOfSpan } from "../../core/versions/known-data.ts";
import { parseDurationMs } from "../../core/time/duration.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { BacktestSpec, DagSpec } from "../../factory/dag-spec.ts";
import type { Overridden } from "./override-params.ts";

/** Data of one run in place of those of the file, in every backtest. */
export interface DataOverrides {
  /** Such as `365D`: counted back from `end_date`, or from the logical date when the file has none. */
  readonly lookback?: string;
  /** Names with commas. */
  readonly symbols?: string;
  /** A day or a moment: the data as they were known then, whatever the file says. */
  readonly asOf?: string;
}

/** The overrides are named as the keys of a DAG file are, so that no parameter has the same name. @throws AppError USAGE */
export function overrideData(spec: DagSpec, { lookback, symbols, asOf }: DataOverrides): Overridden {
  const overrides: Params = {
    ...(lookback === undefined ? {} : { "backtest.lookback": lookback }),
    ...(symbols === undefined ? {} : { "backtest.data.symbols": symbols }),
    ...(asOf === undefined ? {} : { "backtest.data.as_of": asOf }),
  };
  const lookbackMs = lookback === undefined ? null : readLookback(lookback);
  const names = symbols === undefined ? null : readSymbols(symbols);
  if (asOf !== undefined && asOfSpan(asOf) === null) {
    throw new AppError("USAGE", `"${asOf}" is no moment.`, { hint: AS_OF_HINT });
  }
  const change = ({ window, data }: BacktestSpec) => ({
    window: lookbackMs === null ? window : { ...window, startDate: null, lookbackMs },
    data:
      data === null
        ? null
        : {
            ...data,
            ...(names !== null && { symbols: names }),
            ...(asOf !== undefined && { known: { asOf } }),
            ...(asOf !== undefined && data.actions !== undefined && { actions: { ...data.actions, asOf } }),
          },
  });
  return { spec: { ...spec, backtests: spec.backtests.map((one) => ({ ...one, ...change(one) })) }, overrides };
}

function readLookback(text: string): number {
  const lookbackMs = parseDurationMs(text);
  if (lookbackMs !== null && lookbackMs > 0) return lookbackMs;
  throw new AppError("USAGE", `"${text}" is no lookback.`, { hint: "Write a duration, such as 365D or 52w." });
}

function readSymbols(text: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  if (!names.includes("")) return names;
  throw new AppError("USAGE", `"${text}" is no list of symbols.`, {
    hint: "Write names with commas, such as SPX,NDX.",
  });
}
