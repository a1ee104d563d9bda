import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { CellColumns, CellLine, RangeWork } from "../../../../src/executors/executor.ts";
import { scriptExecutor } from "../../../../src/executors/script/script-executor.ts";
import type { ScriptBacktest } from "../../../../src/executors/script/script-range.ts";
import type { OutputsSpec } from "../../../../src/core/spec/outputs-spec.ts";
import type { Params } from "../../../../src/core/params/param-spec.ts";
import type { ScriptRef, ScriptResources } from "../../../../src/core/spec/script-spec.ts";
import { canonicalJson } from "../../../../src/core/values/canonical-json.ts";
import { testFolder } from "../../../sandbox/program/programs.ts";

/** Every file that the contract names may be missing. */
export const NOTHING_ASKED: OutputsSpec = {
  files: ["trades.csv", "summary.csv", "pnl.csv"].map((name) => ({ name, required: false, rules: {} })),
};

/** Shell words that write a good result into the folder they are given: 30 weekdays, 12 trades. */
export const GOOD_FILES = `
out="$BACKTEST_OUTPUT_DIR"
{ echo date,pnl,cumulative_pnl; d=1; w=0; c=0; while [ $d -le 42 ]; do w=$(( (d + 2) % 7 )); if [ $w -lt 5 ]; then p=$(( d % 5 - 1 )); c=$(( c + p )); m=$(( (d - 1) / 31 + 1 )); printf '2020-%02d-%02d,%d,%d\\n' $m $(( (d - 1) % 31 + 1 )) $p $c; fi; d=$(( d + 1 )); done; } > "$out/pnl.csv"
{ echo entry_time,exit_time,strike,pnl; i=1; while [ $i -le 12 ]; do printf '2020-01-%02dT09:20:00,2020-01-%02dT15:20:00,100,%d\\n' $i $i $(( i - 4 )); i=$(( i + 1 )); done; } > "$out/trades.csv"
{ echo metric,value; tail -n 1 "$out/pnl.csv" | sed 's/.*,/total_pnl,/'; echo win_rate,0.6667; echo max_drawdown,2; echo edge,1.25; } > "$out/summary.csv"
`;

const MIB = 1024 * 1024;
const RESOURCES: ScriptResources = {
  memoryBytes: 512 * MIB,
  logBytes: 4 * MIB,
  priority: "normal",
  isolation: "normal",
  graceMs: 500,
};

export interface Asked {
  readonly cells?: readonly Params[];
  readonly outputs?: OutputsSpec;
  readonly resources?: Partial<ScriptResources>;
  readonly script?: Partial<ScriptRef>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly isHeld?: () => Promise<boolean>;
  readonly runId?: string;
  readonly until?: AbortSignal;
}

/** A project of its own with scripts in it, and what computes their cells. */
export function scriptProject() {
  const home = testFolder();
  mkdirSync(path.join(home, "scripts"));
  const executor = scriptExecutor<ScriptBacktest, null>({
    home,
    results: path.join(home, "results"),
    env: { ...process.env, DATABASE_URL: "postgres://secret" },
    resolveWindow: () => ({ startDate: "2020-01-01", endDate: "2020-02-11" }),
    isWorker: true,
  });
  const lines: CellLine[] = [];
  const write = (name: string, text: string): string => {
    const file = path.join(home, "scripts", name);
    writeFileSync(file, text);
    return file;
  };
  const backtest = (file: string | null, asked: Asked): ScriptBacktest => ({
    strategy: {
      kind: "script",
      path: file,
      command: null,
      inputs: [],
      folder: "",
      outputs: asked.outputs ?? NOTHING_ASKED,
      calendar: null,
      resources: { ...RESOURCES, ...asked.resources },
      ...asked.script,
    },
    window: { startDate: null, endDate: null, lookbackMs: null },
    params: {},
    grid: { axes: asked.cells === undefined ? [] : [{}], add: [] },
    settings: { initialCapital: 1000, barsPerYear: 252 },
    volatile: false,
    cellTimeoutMs: asked.timeoutMs ?? 60_000,
  });
  const run = async (file: string | null, asked: Asked = {}): Promise<CellColumns> => {
    const { cells = [{}], runId = "20260210_143022_a3f8b2c1" } = asked;
    const prepared = await executor.prepare(backtest(file, asked), { logicalDate: new Date(), runId });
    const work: RangeWork = {
      signal: asked.signal ?? new AbortController().signal,
      ...(asked.until && { until: asked.until }),
      onLine: (line) => lines.push(line),
      keepExternalId: async () => undefined,
      isHeld: asked.isHeld ?? (async () => true),
      tellProgress: () => undefined,
    };
    return prepared.compute({ params: cells.map(canonicalJson), numbers: [...cells.keys()] }, work);
  };
  const read = (name: string, runId = "20260210_143022_a3f8b2c1"): string =>
    readFileSync(path.join(home, "results", `run_${runId}`, name), "utf8");
  const base = async (file: string | null, asked: Asked = {}): Promise<string> => {
    const prepared = await executor.prepare(backtest(file, asked), { logicalDate: new Date(), runId: "r" });
    return prepared.base.toString("hex");
  };
  return { home, executor, lines, write, run, read, base };
}
