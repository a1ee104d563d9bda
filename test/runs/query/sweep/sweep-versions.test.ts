import { expect, it } from "vitest";
import { cellDetailJson, sweepJson } from "../../../../src/contract/json/service/sweep-json.ts";
import { heatmapJson } from "../../../../src/contract/json/service/sweep-views-json.ts";
import { cellDetail } from "../../../../src/runs/query/sweep/cell-detail.ts";
import { sweepColumn } from "../../../../src/runs/query/sweep/sweep-columns.ts";
import { sweepDetail } from "../../../../src/runs/query/sweep/sweep-detail.ts";
import { createSweepReader, openSweepView } from "../../../../src/runs/query/sweep/sweep-reader.ts";
import { sweepHeatmap } from "../../../../src/runs/query/sweep/sweep-views.ts";
import { serviceDocumentOf } from "../../../contract/support/service-document-of.ts";
import { gridOf, sampleBacktest, sampleDag } from "../../../support/sample-dag.ts";
import { createTestProject } from "../../../support/test-project.ts";

const GRID = { ...gridOf({ fast: [8, 3, 5], slow: [20, 30, 60] }), where: "fast * 5 < slow" };

it("a sweep that nobody computes yet has all its documents, and another version when it is done", async () => {
  await using fresh = await createTestProject();
  const id = await fresh.start(
    sampleDag({
      id: "filtered",
      backtests: [sampleBacktest({ grid: GRID, objective: "profit_factor", minTrades: 1 })],
    }),
  );
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
