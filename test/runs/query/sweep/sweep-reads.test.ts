import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cellOfRaw } from "../../../../src/analytics/sweep-views/cell-places.ts";
import type { CellView } from "../../../../src/callbacks/callback-context.ts";
import { cellDetailJson, sweepCellsJson, sweepJson } from "../../../../src/contract/json/service/sweep-json.ts";
import { heatmapJson, histogramJson, importanceJson } from "../../../../src/contract/json/service/sweep-views-json.ts";
import type { RunId } from "../../../../src/core/names/ids.ts";
import type { BacktestSpec, DagSpec } from "../../../../src/factory/dag-spec.ts";
import { openGrid } from "../../../../src/factory/grid/open-grid.ts";
import { runResults } from "../../../../src/runs/query/run-results.ts";
import { cellDetail } from "../../../../src/runs/query/sweep/cell-detail.ts";
import { cellPlaces, sweepColumn } from "../../../../src/runs/query/sweep/sweep-columns.ts";
import { sweepDetail } from "../../../../src/runs/query/sweep/sweep-detail.ts";
import { sweepPage } from "../../../../src/runs/query/sweep/sweep-page.ts";
import { createSweepReader, openSweepView, type SweepReader } from "../../../../src/runs/query/sweep/sweep-reader.ts";
import { sweepHeatmap, sweepHistogram, sweepImportance } from "../../../../src/runs/query/sweep/sweep-views.ts";
import { serviceDocumentOf } from "../../../contract/support/service-document-of.ts";
import { gridOf, sampleBacktest, sampleDag } from "../../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../../support/test-project.ts";

/** `fast` 0 fails; `slow` 290 never trades; the axis `fast` is not sorted. */
const AXES = gridOf({ fast: [8, 0, 3, 5], slow: [20, 30, 60, 290] });
const SPECS = {
  whole: specOf("whole", { grid: AXES, minTrades: 1 }),
  filtered: specOf("filtered", {
    grid: { ...AXES, where: "fast * 5 < slow && fast != 3", exclude: [{ slow: 60 }], add: [{ fast: 4, slow: 44 }] },
    objective: "profit_factor",
    minTrades: 1,
  }),
} as const;
type Which = keyof typeof SPECS;

function specOf(id: string, changes: Partial<BacktestSpec>): DagSpec {
  return sampleDag({ id, backtests: [sampleBacktest(changes)] });
}

let project: TestProject;
let reader: SweepReader;
const ids: Record<Which, RunId> = { whole: "" as RunId, filtered: "" as RunId };

beforeAll(async () => {
  project = await createTestProject();
  await project.worker();
  for (const which of ["whole", "filtered"] as const) {
    ids[which] = await project.start(SPECS[which]);
    await project.ended(ids[which]);
  }
  reader = createSweepReader(project.deps.database);
});
afterAll(() => project[Symbol.asyncDispose]());

const open = (which: Which) => openSweepView(reader, { runId: ids[which], backtest: null });

async function slowly(which: Which, sort: string | null, isReversed: boolean): Promise<readonly CellView[]> {
  const run = { id: ids[which], spec: SPECS[which] };
  const { pages } = await runResults(project.deps, run, { backtest: null, sort, isReversed, limit: null });
  const cells: CellView[] = [];
  for await (const page of pages) cells.push(...page);
  return cells;
}

describe.each(["whole", "filtered"] as const)("a ranking of a %s grid", (which) => {
  it.each([null, "sharpe", "max_drawdown", "total_trades", "profit_factor", "fast", "slow", "position_size"])(
    "by %s is what `results` gives, page by page and turned around",
    async (sort) => {
      const sweep = await open(which);
      for (const isReversed of [false, true]) {
        const slow = await slowly(which, sort, isReversed);
        const cells: number[] = [];
        for (let offset = 0; offset < slow.length; offset += 3) {
          const page = await sweepPage(reader, sweep, { sort, isReversed, offset, limit: 3 });
          expect(page.total).toBe(slow.length);
          expect(page.cells.map(({ rank }) => rank)).toEqual(page.cells.map((_, place) => offset + place + 1));
          cells.push(...page.cells.map(({ row }) => row.cell));
        }
        expect(cells).toEqual(slow.map(({ cell }) => cell));
      }
    },
  );

  it("is a document, beyond its end too", async () => {
    const sweep = await open(which);
    const page = await sweepPage(reader, sweep, { sort: null, isReversed: false, offset: 0, limit: 50 });
    const json = serviceDocumentOf("sweep_cells", sweepCellsJson(sweep, page));
    expect(json.cells[0]).toMatchObject({ rank: 1, error: null });
    const beyond = await sweepPage(reader, sweep, { sort: null, isReversed: false, offset: 1000, limit: 50 });
    expect(beyond.cells).toEqual([]);
    await expect(sweepPage(reader, sweep, { sort: "sharp", isReversed: false, offset: 0, limit: 1 })).rejects.toThrow(
      /cannot be sorted by "sharp"/,
    );
  });
});

describe("a sweep", () => {
  it("says what its cells are, why some failed, and how much is luck", async () => {
    const sweep = await open("whole");
    const detail = await sweepDetail(reader, sweep, { sort: null, isReversed: false, top: 5 });
    const json = serviceDocumentOf("sweep", sweepJson(detail));
    expect(json).toMatchObject({
      over: true,
      state: "succeeded",
      strategy: "sma_cross",
      numbering: { kind: "all", combinations: 16, on_axes: 16, added: [] },
      cells: { total: 16, done: 16, succeeded: 12, cached: 0, failed: 4 },
      fixed: { position_size: 0.95 },
      axes: [
        { name: "fast", ordered: true, values: [8, 0, 3, 5] },
        { name: "slow", ordered: true },
      ],
    });
    expect(json.errors).toMatchObject([{ cells: 4, first: [4, 5, 6, 7] }]);
    expect(json.top.length).toBe(5);
    expect(json.statistics?.trials).toBeGreaterThan(0);
    expect(json.metrics.map(({ id }) => id)).toContain("sharpe");
  });

  it("with a filter and added cells says how its cells are numbered", async () => {
    const sweep = await open("filtered");
    const detail = await sweepDetail(reader, sweep, { sort: "cell", isReversed: true, top: 100 });
    const json = serviceDocumentOf("sweep", sweepJson(detail));
    expect(json.numbering).toMatchObject({ kind: "mapped", combinations: 16, added: [{ fast: 4, slow: 44 }] });
    expect(json.top.map(({ cell }) => cell)).toEqual(json.top.map(({ cell }) => cell).toSorted((a, b) => b - a));
    const raw = new Int32Array((await sweepColumn(reader, sweep, { name: "raw" })).bytes.slice().buffer);
    const grid = openGrid(SPECS.filtered.backtests[0]?.grid ?? AXES, {});
    const places = await cellPlaces(reader, sweep);
    for (const [cell, own] of raw.entries()) {
      const params = sweep.view.grid.cellAt(cell);
      if (own < 0) expect(params).toMatchObject({ fast: 4, slow: 44 });
      else {
        const place = [Math.floor(own / 4), own % 4];
        expect([params["fast"], params["slow"]]).toEqual(place.map((at, axis) => grid.axes[axis]?.valueAt(at)));
        expect(cellOfRaw(places, own)).toBe(cell);
      }
    }
  });

  it("is not found under another name", async () => {
    await expect(openSweepView(reader, { runId: "nope" as RunId, backtest: null })).rejects.toMatchObject({
      code: "RUN_NOT_FOUND",
    });
    await expect(openSweepView(reader, { runId: ids.whole, backtest: "other" })).rejects.toMatchObject({
      code: "USAGE",
    });
  });
});

describe.each(["whole", "filtered"] as const)("the columns of a %s grid", (which) => {
  it("hold what each cell has, at its number", async () => {
    const sweep = await open(which);
    const cells = await slowly(which, "cell", false);
    const sharpe = await sweepColumn(reader, sweep, { name: "sharpe" });
    const values = new Float32Array(sharpe.bytes.slice().buffer);
    const reasons = (await sweepColumn(reader, sweep, { name: "sharpe:reasons" })).bytes;
    const states = (await sweepColumn(reader, sweep, { name: "state" })).bytes;
    expect(values.length).toBe(sweep.view.grid.count);
    expect(sharpe).toMatchObject({ cells: values.length, from: 0, isOver: true });
    for (const { cell, metrics, state, reasons: why } of cells) {
      const value = metrics?.sharpe ?? Number.NaN;
      expect(values[cell]).toBe(Math.fround(value));
      expect(states[cell]).toBe({ succeeded: 1, cached: 2, failed: 3 }[state]);
      expect((reasons[cell] ?? 0) > 0).toBe("sharpe" in why);
    }
    const rest = await sweepColumn(reader, sweep, { name: "sharpe", from: 5 });
    expect([...rest.bytes]).toEqual([...sharpe.bytes.subarray(20)]);
    expect(rest.etag).not.toBe(sharpe.etag);
    expect((await sweepColumn(reader, sweep, { name: "sharpe", from: 10_000 })).bytes.length).toBe(0);
    await expect(sweepColumn(reader, sweep, { name: "sharp" })).rejects.toMatchObject({ code: "USAGE" });
  });
});

describe("views of a sweep", () => {
  it("a heat map has the best cell where the ranking has it", async () => {
    const sweep = await open("whole");
    const view = await sweepHeatmap(reader, sweep, { metric: null, x: "fast", y: "slow", reduce: "max" });
    const json = serviceDocumentOf("heatmap", heatmapJson(sweep, view));
    const [best] = await slowly("whole", "sharpe", false);
    const place = json.best.indexOf(best?.cell ?? -1);
    expect([json.x.values[place % 4], json.y?.values[Math.floor(place / 4)]]).toEqual([
      best?.params["fast"],
      best?.params["slow"],
    ]);
    expect(json.counts.reduce((sum, count) => sum + count, 0)).toBe(json.cells);
    expect(json.cells + json.without).toBe(16);
  });

  it("hold and brush parameters and metrics", async () => {
    const sweep = await open("filtered");
    const request = { metric: "sharpe", x: "slow", y: null } as const;
    const sliced = await sweepHeatmap(reader, sweep, { ...request, reduce: "slice", fixed: { fast: 8 } });
    expect(serviceDocumentOf("heatmap", heatmapJson(sweep, sliced)).y).toBeNull();
    await expect(sweepHeatmap(reader, sweep, { ...request, reduce: "slice" })).rejects.toMatchObject({ code: "USAGE" });
    const brushed = await sweepHeatmap(reader, sweep, {
      ...request,
      reduce: "count",
      within: { fast: { low: 4, high: 9 }, sharpe: { low: -100, high: 100 } },
    });
    const inside = (await slowly("filtered", "cell", false)).filter(
      ({ params, metrics }) => [5, 8].includes(Number(params["fast"])) && (metrics?.sharpe ?? null) !== null,
    );
    expect(brushed.map.cells).toBe(inside.length);
    await expect(sweepHeatmap(reader, sweep, { ...request, x: "fats", reduce: "max" })).rejects.toMatchObject({
      code: "USAGE",
      hint: expect.stringContaining("fast"),
    });
    await expect(
      sweepHeatmap(reader, sweep, { ...request, reduce: "max", within: { constructor: { low: 0, high: 1 } } }),
    ).rejects.toMatchObject({ code: "USAGE" });
  });

  it("a histogram counts every cell with a value, and importance says what it was made of", async () => {
    const sweep = await open("whole");
    const view = await sweepHistogram(reader, sweep, { metric: "sharpe", bars: 5, range: null, cell: 0 });
    const json = serviceDocumentOf("histogram", histogramJson(sweep, view));
    expect(json.bars.reduce((sum, count) => sum + count, 0)).toBe(json.cells);
    expect(json.mark?.percentile).toBeGreaterThan(0);
    const shares = serviceDocumentOf(
      "importance",
      importanceJson(sweep, await sweepImportance(reader, sweep, { metric: "sharpe" })),
    );
    expect(shares.method).toBe("weighted");
    expect(shares.axes.map(({ axis }) => axis)).toEqual(["fast", "slow"]);
  });
});

describe("a cell", () => {
  it("stands among its sweep as the judgement sees it", async () => {
    const sweep = await open("whole");
    const ranked = await slowly("whole", null, false);
    const best = ranked[0]?.cell ?? -1;
    const json = serviceDocumentOf("cell_detail", cellDetailJson(sweep, await cellDetail(reader, sweep, best)));
    const sharpe = json.metrics.find(({ id }) => id === "sharpe");
    expect(sharpe).toMatchObject({ rank: 1, percentile: 1, reason: null });
    expect(json.ranked).toBe(12);
    expect(json.plateau.value).toBeCloseTo(sweep.view.judgement?.plateau_score.value ?? Number.NaN, 9);
    for (const { axis, param, cell, value } of json.neighbours) {
      const other = ranked.find((one) => one.cell === cell);
      expect(other?.params[axis]).toBe(param);
      expect(value).toBe(other?.metrics?.sharpe ?? null);
    }
    expect(json.neighbours.length).toBeGreaterThan(1);
  });

  it("that failed says why, and one that there is not is not found", async () => {
    const sweep = await open("whole");
    const json = serviceDocumentOf("cell_detail", cellDetailJson(sweep, await cellDetail(reader, sweep, 4)));
    expect(json).toMatchObject({ state: "failed", metrics: [], plateau: { value: null, reason: "not_computed" } });
    expect(json.error).toContain("fast");
    for (const cell of [16, -1, 0.5]) {
      await expect(cellDetail(reader, sweep, cell)).rejects.toMatchObject({ code: "CELL_NOT_FOUND" });
    }
  });

  it("of a cached result says where it was computed", async () => {
    const again = await project.start({ ...SPECS.whole, description: "again" });
    await project.ended(again);
    const sweep = await openSweepView(reader, { runId: again, backtest: null });
    const { origin, row } = await cellDetail(reader, sweep, 1);
    expect(row?.state).toBe("cached");
    expect(origin).toMatchObject({ runId: ids.whole, cell: 1 });
  });
});

it("a sweep that nobody computes yet has all its documents, and another version when it is done", async () => {
  await using fresh = await createTestProject();
  const id = await fresh.start(SPECS.filtered);
  const one = createSweepReader(fresh.deps.database);
  const before = await openSweepView(one, { runId: id, backtest: null });
  const detail = await sweepDetail(one, before, { sort: null, isReversed: false, top: 5 });
  const json = serviceDocumentOf("sweep", sweepJson(detail));
  expect(json).toMatchObject({ over: false, state: "queued", top: [], errors: [], statistics: null });
  const empty = await sweepColumn(one, before, { name: "profit_factor" });
  expect(new Float32Array(empty.bytes.slice().buffer).every(Number.isNaN)).toBe(true);
  const map = await sweepHeatmap(one, before, { metric: null, x: "fast", y: "slow", reduce: "max" });
  expect(serviceDocumentOf("heatmap", heatmapJson(before, map))).toMatchObject({ cells: 0, low: null, high: null });
  const cell = serviceDocumentOf("cell_detail", cellDetailJson(before, await cellDetail(one, before, 0)));
  expect(cell).toMatchObject({ state: null, metrics: [], plateau: { reason: "not_computed" } });
  await fresh.worker();
  await fresh.ended(id);
  const after = await openSweepView(one, { runId: id, backtest: null });
  expect(after.version).not.toBe(before.version);
  const full = await sweepColumn(one, after, { name: "profit_factor" });
  expect(full.etag).not.toBe(empty.etag);
  expect(new Float32Array(full.bytes.slice().buffer).some(Number.isFinite)).toBe(true);
});
