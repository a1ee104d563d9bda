import type { BacktestCheck } from "../../runs/check/check-backtest.ts";
import type { LookaheadCheckJson } from "../schemas/checks-schema.ts";

export function lookaheadCheckJson(check: BacktestCheck): LookaheadCheckJson {
  const { backtest, strategy, bars, cells, cuts, leak, warmup, wrote } = check;
  return {
    wrote_to: wrote && { what: wrote.what, params: wrote.params },
    backtest,
    strategy,
    bars,
    cells,
    cuts,
    leak: leak && {
      kind: leak.isUnstable ? "unstable" : "lookahead",
      column: leak.column,
      bar: leak.bar,
      time: new Date(leak.time).toISOString(),
      known_bars: leak.knownBars,
      value_then: numberOrNull(leak.valueThen),
      value_later: numberOrNull(leak.valueLater),
      params: leak.params,
    },
    warmup: { settles_after: warmup.settlesAfter, declared: warmup.declared },
  };
}

function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
