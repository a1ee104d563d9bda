import { expect, it, vi } from "vitest";
import type { SnapshotId } from "../../../src/core/names/ids.ts";
import type { DataSpec } from "../../../src/core/spec/data-spec.ts";
import type { EngineSpec } from "../../../src/factory/dag-spec.ts";
import { barsOpener } from "../../../src/runs/market/bars-opener.ts";
import type { DataPort } from "../../../src/runs/market/data-port.ts";

const QUERY = { sql: "select 1", connection: "DESK", timeoutMs: 1000 };
const READ = new Error("read");

/** Of a host that lacks the frozen data: what comes of it, and whether anything was read. */
function opening(beside: Partial<DataSpec>, snapshotId: string | null) {
  const load = vi.fn(() => Promise.reject(READ));
  const data = { open: () => Promise.resolve(null), load } as unknown as DataPort;
  const files = { dataset: null, csv: "/p/{symbol}.csv", symbols: [], timeframe: "1d", columns: {}, adjusted: false };
  const backtest = { name: "b", data: { ...files, ...beside } } as unknown as EngineSpec;
  const moment = { logicalDate: new Date(0), runId: "", snapshotId: snapshotId as SnapshotId | null };
  return { opened: barsOpener(data)(backtest, moment), load };
}

it.each([
  ["a universe", { universe: QUERY }],
  ["a factor", { factors: [{ name: "btp", file: QUERY, columns: {} }] }],
  ["a table of the catalogue", { universe: { dataset: "members" } }],
])("%s that a database tells is asked for the plan of a run, and never again for its cells", async (_, beside) => {
  const { opened, load } = opening(beside, "s1");
  await expect(opened).rejects.toMatchObject({ code: "CHUNKS_MISSING" });
  expect(load).not.toHaveBeenCalled();
  await expect(opening(beside, null).opened).rejects.toBe(READ);
});

it("files are read anew by a host that lacks the frozen data", async () => {
  await expect(opening({ universe: "/p/universe.csv" }, "s1").opened).rejects.toBe(READ);
});
