import { ownRecord } from "../../core/values/own-record.ts";
import type { BacktestCheck } from "../../runs/check/check-backtest.ts";
import type { Measured } from "../../core/metrics/measured.ts";
import type { OutputsReport } from "../../executors/outputs/outputs-report.ts";
import type { LookaheadCheckJson, OutputsCheckJson } from "../schemas/checks-schema.ts";

export function lookaheadCheckJson(check: BacktestCheck): LookaheadCheckJson {
  const { backtest, strategy, bars, cells, cuts, leak, warmup, wrote, membership, factors } = check;
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
    membership: membership && {
      symbols: membership.symbols,
      comers: membership.comers,
      outside: membership.outside,
      leak: membership.leak && { column: membership.leak.column, time: new Date(membership.leak.time).toISOString() },
    },
    factors: factors.map(({ name, values, lagMs, leak: early }) => ({
      name,
      values,
      shortest_lag: lagMs === null ? null : lagMs[0] / 1000,
      longest_lag: lagMs === null ? null : lagMs[1] / 1000,
      leak: early && { symbol: early.symbol, time: new Date(early.time).toISOString() },
    })),
    warmup: { settles_after: warmup.settlesAfter, declared: warmup.declared },
  };
}

function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

interface CheckedOutputs {
  readonly report: OutputsReport;
  /** Null when they were not asked for. */
  readonly metrics: ReadonlyMap<string, Measured> | null;
}

export function outputsCheckJson(folder: string, { report, metrics }: CheckedOutputs): OutputsCheckJson {
  const all = [...(metrics ?? [])];
  return {
    folder,
    ...report,
    metrics: metrics === null ? null : ownRecord(all.map(([name, { value }]) => [name, value])),
    undefined: ownRecord(all.flatMap(([name, { reason }]) => (reason === null ? [] : [[name, reason]]))),
  };
}
