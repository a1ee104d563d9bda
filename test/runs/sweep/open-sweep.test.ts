import { versionPort } from "../../../src/app/data/version-port.ts";
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../src/core/values/canonical-json.ts";
import { ENGINE_VERSION } from "../../../src/engine/backtest.ts";
import { cutBars } from "../../../src/data/cut-bars.ts";
import { resolveWindow } from "../../../src/data/resolve-window.ts";
import type { LoadedSnapshot } from "../../../src/data/dataset.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import { inlineExecutors } from "../../support/inline-executor.ts";
import { marketOf } from "../../../src/runs/market/market-of.ts";
import { inlineStrategies } from "../../support/inline-strategies.ts";
import { openSweep, type Sweep } from "../../../src/runs/sweep/open-sweep.ts";
import type { BacktestSpec } from "../../../src/factory/dag-spec.ts";
import { sampleSnapshot } from "../../support/sample-bars.ts";
import { sampleBacktest } from "../../support/sample-dag.ts";

const snapshot = sampleSnapshot();
const lastBar = snapshot.bars[0]?.time.at(-1) ?? 0;
const DAY_MS = 86_400_000;

function open(changes: Partial<BacktestSpec>, logicalDate: Date, loaded = snapshot): Promise<Sweep> {
  const moment = { logicalDate, runId: logicalDate.toISOString() };
  return openSweep(sampleBacktest(changes), moment, executorsFor("sma_cross", loaded));
}

function executorsFor(strategy: string, loaded: LoadedSnapshot) {
  const data = {
    load: async () => loaded,
    open: async () => null,
    reachOf: async () => [],
    resolveWindow,
    cutBars,
    versions: versionPort("/nowhere"),
  };
  return { executors: inlineExecutors({ data, strategies: inlineStrategies(() => builtinStrategy(strategy)) }) };
}

async function baseOf(logicalDate: Date, volatile = false): Promise<string> {
  const { prepared } = await open({ volatile }, logicalDate);
  return prepared.base.toString("hex");
}

const daysAfterLastBar = (days: number): Date => new Date(lastBar + days * DAY_MS);

it("a later run on the same bars names its results the same", async () => {
  expect(await baseOf(daysAfterLastBar(30))).toBe(await baseOf(daysAfterLastBar(10)));
});

it("a run that sees fewer bars names them otherwise", async () => {
  expect(await baseOf(daysAfterLastBar(-5))).not.toBe(await baseOf(daysAfterLastBar(10)));
});

it("the results that older versions have stored are found again", async () => {
  const { manifest: _, ...old } = snapshot.snapshot;
  const sweep = await open({}, new Date(), { ...snapshot, snapshot: old });
  const { settings: all, bars } = marketOf(sweep);
  const { timeframe: _timeframe, ...settings } = all;
  const time = bars[0]?.time ?? new Float64Array();
  const named = canonicalJson({
    code: "sma_cross",
    export: null,
    engine: ENGINE_VERSION,
    snapshot: snapshot.snapshot.id,
    symbols: [],
    window: [[time[0], time.at(-1)]],
    settings,
    volatile: null,
  });
  expect(sweep.prepared.base.toString("hex")).toBe(createHash("sha256").update(named).digest("hex"));
});

it("a volatile backtest never shares results with another run", async () => {
  expect(await baseOf(daysAfterLastBar(30), true)).not.toBe(await baseOf(daysAfterLastBar(10), true));
});

it("two strategies of one module name them otherwise", async () => {
  const bases = await Promise.all(
    ["default", "slow", "fast"].map(async (exportName) => {
      const strategy = { kind: "module", path: "/strategies/mine.ts", exportName } as const;
      return (await open({ strategy }, new Date())).prepared.base.toString("hex");
    }),
  );
  expect(new Set(bases).size).toBe(3);
});

it("a DAG version of before there were borrow costs has none, and the results of one that says so", async () => {
  const { settings } = sampleBacktest();
  const { borrowBps: _, ...costs } = settings.costs;
  const old = await open({ settings: { ...settings, costs: costs as typeof settings.costs } }, new Date());
  expect(marketOf(old).settings.costs.borrowBps).toBe(0);
  expect(old.prepared.base).toEqual((await open({}, new Date())).prepared.base);
});

it("a strategy that cannot trade the symbols that a run has is refused before it begins", async () => {
  const [bars] = snapshot.bars;
  if (bars === undefined) throw new Error("the sample has bars");
  const two = { ...snapshot, bars: [bars, { ...bars, symbol: "B" }] };
  const openFor = (name: string, loaded: LoadedSnapshot): Promise<Sweep> =>
    openSweep(sampleBacktest({}), { logicalDate: new Date(), runId: "r" }, executorsFor(name, loaded));
  const refused = { code: "EXECUTION_INVALID" };
  await expect(openFor("pairs_zscore", snapshot)).rejects.toMatchObject(refused);
  await expect(openFor("sma_cross", two)).rejects.toMatchObject(refused);
  expect(marketOf(await openFor("pairs_zscore", two)).bars).toHaveLength(2);
});

describe("how returns are sampled", () => {
  const [daily] = snapshot.bars;
  if (daily === undefined) throw new Error("the sample has bars");
  const hourly = { ...daily, time: daily.time.map((_, bar) => bar * 3_600_000) };
  const intraday: LoadedSnapshot = { bars: [hourly], snapshot: { ...snapshot.snapshot, barsPerYear: 8760 } };
  const daysOf = async (changes: Partial<BacktestSpec>, loaded = intraday) =>
    marketOf(await open(changes, new Date(), loaded)).settings.daysPerYear;

  it("is by day for intraday bars, 365 days when they trade on weekends", async () => {
    expect(await daysOf({})).toBe(365);
    expect(await daysOf({ sampling: "day" })).toBe(365);
  });

  it("is by bar for daily bars, whatever is asked for", async () => {
    expect(await daysOf({}, snapshot)).toBeUndefined();
    expect(await daysOf({ sampling: "day" }, snapshot)).toBeUndefined();
  });

  it("is by bar on demand, and with the profile vectorbt unless days are asked for", async () => {
    const { settings } = sampleBacktest();
    const vectorbt = { settings: { ...settings, execution: PROFILE_EXECUTION.vectorbt } };
    expect(await daysOf({ sampling: "bar" })).toBeUndefined();
    expect(await daysOf(vectorbt)).toBeUndefined();
    expect(await daysOf({ ...vectorbt, sampling: "day" })).toBe(365);
  });

  it("makes other results", async () => {
    const bases = await Promise.all(
      (["bar", "day"] as const).map((sampling) => open({ sampling }, new Date(), intraday)),
    );
    expect(bases[0]?.prepared.base).not.toEqual(bases[1]?.prepared.base);
  });
});

describe("FAULTS 11.2: the year of the profile backtesting.py", () => {
  const settings = { ...sampleBacktest().settings, execution: PROFILE_EXECUTION["backtesting.py"] };
  const weekdays = sampleSnapshot();
  const [bars] = weekdays.bars;
  const sundayToFriday = {
    ...weekdays,
    snapshot: { ...weekdays.snapshot, barsPerYear: 365 },
    bars:
      bars === undefined
        ? []
        : [{ ...bars, time: bars.time.map((_, i) => (Math.floor(i / 6) * 7 + (i % 6) + 3) * DAY_MS) }],
  };

  it("is by its own rule, whatever was measured, unless the DAG says it", async () => {
    expect(marketOf(await open({ settings }, new Date(), sundayToFriday)).settings.barsPerYear).toBe(252);
    expect(marketOf(await open({}, new Date(), sundayToFriday)).settings.barsPerYear).toBe(365);
    const said = { ...settings, barsPerYear: 300 };
    expect(marketOf(await open({ settings: said }, new Date(), sundayToFriday)).settings.barsPerYear).toBe(300);
  });
});
