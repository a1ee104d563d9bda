import type { SweepJudgement } from "../../../src/analytics/overfitting/judge-sweep.ts";
import type { CallbackContext, CellView } from "../../../src/callbacks/callback-context.ts";
import {
  SWEEP_METRIC_IDS,
  type CellMetrics,
  type SweepMetricId,
} from "../../../src/engine/metrics/metric-catalogue.ts";
import type { Bars } from "../../../src/engine/bars.ts";

/** A context in memory, and what was done through it. */
export interface RecordedContext extends Omit<CallbackContext, "options"> {
  readonly lines: readonly string[];
  readonly files: ReadonlyMap<string, string>;
  readonly passed: ReadonlyMap<string, unknown>;
  readonly notices: readonly unknown[];
}

export interface ContextInput {
  readonly cells?: readonly CellView[];
  readonly backtests?: readonly string[];
  readonly bars?: readonly Bars[];
  readonly problems?: readonly string[];
  readonly signal?: AbortSignal;
  readonly judgement?: SweepJudgement;
}

export function callbackContext(input: ContextInput = {}): RecordedContext {
  const {
    cells = [],
    backtests = ["backtest"],
    bars = [],
    problems = [],
    judgement = null,
    signal = new AbortController().signal,
  } = input;
  const lines: string[] = [];
  const files = new Map<string, string>();
  const passed = new Map<string, unknown>();
  const notices: unknown[] = [];
  const logAs = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  const cellsOf = (backtest = backtests[0]) => cells.filter((cell) => cell.backtest === backtest);
  return {
    lines,
    files,
    passed,
    notices,
    signal,
    run: {
      id: "20260210_083000_5a3b1e00",
      logicalDate: new Date("2026-02-10T08:30:00Z"),
      state: "running",
      cells: { total: cells.length, succeeded: cells.length, cached: 0, failed: 0 },
    },
    dag: {
      id: "sample_dag",
      description: "A sample",
      tags: [],
      backtests: backtests.map((name) => ({ name, objective: "sharpe" })),
    },
    results: {
      best: (limit, backtest) => Promise.resolve(cellsOf(backtest).toSorted(bySharpe).slice(0, limit)),
      async *all(backtest) {
        yield* cellsOf(backtest);
      },
      statistics: () => Promise.resolve(judgement),
    },
    values: {
      get: (name) => Promise.resolve(passed.get(name)),
      set: (name, value) => Promise.resolve(void passed.set(name, value)),
    },
    data: { bars: () => Promise.resolve(bars), problems: () => Promise.resolve(problems) },
    artifacts: {
      async write(name, content) {
        let text = "";
        if (typeof content === "string") text = content;
        else if (content instanceof Uint8Array) text = new TextDecoder().decode(content);
        else for await (const chunk of content) text += chunk;
        files.set(name, text);
        return `/results/${name}`;
      },
    },
    services: {
      renderTearsheet: () => Promise.resolve("<!doctype html><title>tearsheet</title>"),
      writeSeries: ({ best, kinds }) => Promise.resolve(kinds.map((kind) => `/results/${kind}-${best}.parquet`)),
      updateData: async () => [],
      notify: (message) => Promise.resolve(void notices.push(message)),
    },
    log: { debug: logAs("debug"), info: logAs("info"), warn: logAs("warn"), error: logAs("error") },
  };
}

/** A cell whose other metrics are all 1. */
export function cell(index: number, sharpe: number | null, more: Partial<CellView> = {}): CellView {
  const metrics = { ...metricsOf(1), sharpe };
  return {
    backtest: "backtest",
    cell: index,
    state: "succeeded",
    params: { fast: 5 + index, slow: 50 },
    metrics,
    reasons: {},
    refused: null,
    error: null,
    ...more,
  };
}

export function failedCell(index: number, error = "it threw"): CellView {
  return cell(index, null, { state: "failed", metrics: null, error });
}

function metricsOf(value: number): CellMetrics {
  return Object.fromEntries(SWEEP_METRIC_IDS.map((id: SweepMetricId) => [id, value])) as CellMetrics;
}

function bySharpe(a: CellView, b: CellView): number {
  return (b.metrics?.sharpe ?? -Infinity) - (a.metrics?.sharpe ?? -Infinity);
}
