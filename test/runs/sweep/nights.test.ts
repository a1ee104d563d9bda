import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DataSpec } from "../../../src/core/spec/data-spec.ts";
import type { Act } from "../../../src/core/names/audit.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import { transformBars } from "../../../src/engine/transform-bars.ts";
import type { DagSpec } from "../../../src/factory/dag-spec.ts";
import { clearTasks } from "../../../src/runs/actions/clear-tasks.ts";
import { previewRun } from "../../../src/runs/start/preview-run.ts";
import { readRun } from "../../../src/store/run/runs.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { sampleBars, sampleSnapshot } from "../../support/sample-bars.ts";
import { gridOf, SAMPLE_DATA, sampleBacktest, sampleDag, upFrom } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

/** Enough for blocks that stay where they are. */
const FIRST = 2060;

let project: TestProject;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

const schedule: DagSpec["schedule"] = {
  cron: "30 3 * * 2-6",
  timezone: "UTC",
  missed: "last",
  overlap: "skip",
  dayMode: null,
};
const CELLS = 40;
const ACT: Act = { by: "eve", origin: "cli", reason: null };
const nightly = (changes: Partial<DagSpec> = {}): DagSpec =>
  sampleDag({
    schedule,
    backtests: [sampleBacktest({ grid: gridOf({ fast: upFrom(3, 10), slow: upFrom(20, 4) }) })],
    ...changes,
  });

/** From now on these are the data. */
function bring(bars: Bars): void {
  const snapshot = sampleSnapshot(bars);
  Object.assign(project.deps.data, {
    load: async () => snapshot,
    open: async (id: string) => (id === snapshot.snapshot.id ? snapshot : null),
  });
}

/** A run to its end. @returns how its cells were gone on with */
async function night(bars: Bars, spec = nightly()): Promise<{ cells: number; from: number | null; cached: number }> {
  bring(bars);
  const id = await project.start(spec);
  expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
  const [task] = await listTasks(project.deps.database, id);
  return { cells: task?.cellsExtended ?? 0, from: task?.extendedFrom ?? null, cached: task?.cellsCached ?? 0 };
}

async function count(table: "standing" | "batch"): Promise<number> {
  const { rows } = await project.deps.database.query<{ count: number }>(`select count(*)::int from ${table}`);
  return rows[0]?.count ?? -1;
}

/** All that is stored of the results that count, cell by cell. */
async function results(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await project.deps.database.query<{
    params: string;
    metrics: Buffer;
    reasons: Buffer | null;
    sums: Buffer;
    refused: unknown;
    cells: number;
    names: readonly string[];
  }>(`
    select params, metrics, reasons, block_sums as sums, refused, cells, names from batch
    where not superseded and base = (select base from batch order by id desc limit 1)`);
  const cells = rows.flatMap(({ params, metrics, reasons, sums, refused, cells: size, names }) =>
    (JSON.parse(params) as readonly unknown[]).map((cell, row): readonly [string, readonly string[]] => {
      const values = names.map((_, metric) => {
        const at = metric * size + row;
        return `${metrics.toString("hex", 8 * at, 8 * at + 8)} ${reasons?.[at] ?? 0}`;
      });
      const width = sums.length / size;
      const own = (refused as Readonly<Record<string, unknown>> | null)?.[row] ?? null;
      return [
        JSON.stringify(cell),
        [...values, sums.toString("hex", row * width, (row + 1) * width), JSON.stringify(own)],
      ];
    }),
  );
  return new Map(cells.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const revised = (bars: Bars, at: number): Bars => ({
  ...bars,
  close: bars.close.map((close, bar) => (bar === at ? close * 1.0001 : close)),
});

describe("a night that adds a bar", () => {
  it("goes on with the cells of last night, and stores the bytes that all bars give", async () => {
    await project.worker();
    expect(await night(sampleBars(FIRST))).toEqual({ cells: 0, from: null, cached: 0 });
    expect(await night(sampleBars(FIRST + 1))).toEqual({ cells: CELLS, from: FIRST, cached: 0 });
    expect(await night(sampleBars(FIRST + 4))).toEqual({ cells: CELLS, from: FIRST + 1, cached: 0 });
    const extended = await results();
    expect(extended.size).toBe(CELLS);
    await project.deps.database.query("delete from standing");
    await project.deps.database.query("update batch set superseded = true");
    expect(await night(sampleBars(FIRST + 4))).toEqual({ cells: 0, from: null, cached: 0 });
    expect(await results()).toEqual(extended);
  });

  it("is told by the plan, which counts out what is known already", async () => {
    await project.worker();
    const request = {
      dag: { file: "/dags/sample.yaml", text: JSON.stringify(nightly()), spec: nightly() },
      logicalDate: new Date("2026-02-10T00:00:00Z"),
      overrides: {},
      trigger: "manual" as const,
      tickAt: null,
    };
    const planned = async () => (await previewRun(request, project.deps)).backtests[0]?.extended;
    bring(sampleBars(FIRST));
    expect(await planned()).toBeNull();
    await night(sampleBars(FIRST));
    expect(await planned()).toBeNull();
    bring(sampleBars(FIRST + 1));
    expect(await planned()).toEqual({ cells: CELLS, from: FIRST });
  });

  it("computes all bars where one in the past was revised, and goes on from the night before it where it was the last", async () => {
    await project.worker();
    await night(sampleBars(FIRST));
    await night(sampleBars(FIRST + 1));
    expect(await night(revised(sampleBars(FIRST + 2), 100))).toEqual({ cells: 0, from: null, cached: 0 });
    expect(await night(revised(sampleBars(FIRST + 3), FIRST))).toEqual({ cells: CELLS, from: FIRST, cached: 0 });
  });

  it("computes all bars of another grid, of other costs, and where nothing was kept", async () => {
    await project.worker();
    await night(sampleBars(FIRST));
    const wider = sampleBacktest({ grid: gridOf({ fast: upFrom(3, 10), slow: upFrom(20, 5) }) });
    expect((await night(sampleBars(FIRST + 1), nightly({ backtests: [wider] }))).cells).toBe(0);
    const [own] = nightly().backtests;
    const dearer = { ...own, settings: { ...sampleBacktest().settings, initialCapital: 20_000 } };
    expect((await night(sampleBars(FIRST + 1), nightly({ backtests: [sampleBacktest(dearer)] }))).cells).toBe(0);
    await project.deps.database.query("delete from standing");
    expect((await night(sampleBars(FIRST + 2))).cells).toBe(0);
  });

  it("keeps nothing of DAGs without a schedule, and of windows that move", async () => {
    await project.worker();
    await night(sampleBars(FIRST), nightly({ schedule: null }));
    const moving = sampleBacktest({ window: { startDate: null, endDate: null, lookbackMs: 1e12 } });
    await night(sampleBars(FIRST), nightly({ backtests: [moving] }));
    expect(await count("standing")).toBe(0);
    expect(await count("batch")).toBeGreaterThan(0);
  });

  it("forgets all but three nights, and each night with its results", async () => {
    await project.worker();
    for (const more of [0, 1, 2, 3, 4]) await night(sampleBars(FIRST + more));
    const { rows } = await project.deps.database.query("select distinct bars from standing order by bars");
    expect(rows).toEqual([{ bars: FIRST + 2 }, { bars: FIRST + 3 }, { bars: FIRST + 4 }]);
    await project.deps.database.query("delete from batch");
    expect(await count("standing")).toBe(0);
  });

  it("keeps those of each backtest, of however many that trade the same grid on data of their own", async () => {
    await project.worker();
    const symbols = ["A", "B", "C", "D", "E"];
    const [own] = nightly().backtests;
    const data = (symbol: string) => ({ ...SAMPLE_DATA, symbols: [symbol] });
    const spec = nightly({
      backtests: symbols.map((symbol) => sampleBacktest({ ...own, name: symbol, data: data(symbol) })),
    });
    const nightOfAll = async (bars: number) => {
      const all = new Map(symbols.map((symbol) => [symbol, sampleSnapshot({ ...sampleBars(bars), symbol })]));
      Object.assign(project.deps.data, {
        load: async ({ symbols: [symbol = ""] }: DataSpec) => all.get(symbol),
        open: async (id: string) => [...all.values()].find(({ snapshot }) => snapshot.id === id) ?? null,
      });
      const id = await project.start(spec);
      expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
      const tasks = await listTasks(project.deps.database, id);
      return tasks.map(({ cellsExtended }) => cellsExtended);
    };
    await nightOfAll(FIRST);
    expect(await nightOfAll(FIRST + 1)).toEqual(symbols.map(() => CELLS));
  });

  it("counts anew when it is computed once more", async () => {
    await project.worker();
    await night(sampleBars(FIRST));
    bring(sampleBars(FIRST + 1));
    const id = await project.start(nightly());
    await project.ended(id);
    const again = async (recompute: boolean) => {
      const run = await readRun(project.deps.database, id);
      if (run === null) throw new Error("no run");
      await clearTasks(run, { keys: ["backtest"], downstream: false, recompute, act: ACT }, project.deps);
      await project.ended(id);
      const [task] = await listTasks(project.deps.database, id);
      return [task?.cellsExtended, task?.extendedFrom];
    };
    expect(await again(true)).toEqual([CELLS, FIRST]);
    expect(await again(false)).toEqual([0, null]);
  });

  it("takes no word for what another layout has written", async () => {
    await project.worker();
    await night(sampleBars(FIRST));
    await project.deps.database.query("update standing set standings = substring(standings for 80)");
    expect((await night(sampleBars(FIRST + 1))).cells).toBe(0);
  });

  it("does not go on with bars of another column", async () => {
    await project.worker();
    await night(sampleBars(FIRST));
    const paying = transformBars(sampleBars(FIRST + 1), (column) => column);
    const dividend = paying.close.map((_, bar) => (bar === FIRST ? 1 : 0));
    expect((await night({ ...paying, dividend })).cells).toBe(0);
  });
});
