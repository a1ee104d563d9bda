import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import type { DataSpec } from "../../../src/core/spec/data-spec.ts";
import { checkPublished } from "../../../src/data/beside/check-published.ts";
import { tableOpener } from "../../../src/data/beside/tables/open-table.ts";
import { loadSnapshot } from "../../../src/data/load-snapshot.ts";
import type { Bars } from "../../../src/engine/bars.ts";

const DAY = 86_400_000;
const FIRST = Date.UTC(2024, 0, 1);
const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-published-"));
afterAll(() => rmSync(home, { recursive: true }));

const day = (index: number): string => new Date(FIRST + index * DAY).toISOString().slice(0, 10);
const rows = Array.from({ length: 100 }, (_, index) => `${day(index)},${10 + index}`);
for (const symbol of ["A", "B"]) writeFileSync(path.join(home, `${symbol}.csv`), `date,close\n${rows.join("\n")}\n`);
const figures = ["A,2023-12-31", "A,2023-12-31", "B,2023-12-31", "B,2024-02-01", "Z,2024-01-01"].map(
  (row, index) => `${row},${day(20 + 15 * index)},${index + 1}`,
);
const file = path.join(home, "figures.csv");
writeFileSync(file, `symbol,event_time,known_at,value\n${figures.join("\n")}\n`);

const request: DataSpec = {
  dataset: null,
  csv: path.join(home, "{symbol}.csv"),
  symbols: ["A", "B"],
  timeframe: "1d",
  columns: {},
  adjusted: false,
  factors: [{ name: "pe", file, columns: {}, maxAgeMs: 30 * DAY }],
};
const check = (bars: readonly Bars[]) => checkPublished(bars, request, tableOpener({ home }));

it("bars say of a factor what was published by then, as if there were nothing later", async () => {
  const { bars } = await loadSnapshot(request, { home });
  // Of Z there are no bars. A date of publication counts by its end, that of an event too.
  expect(await check(bars)).toEqual([{ name: "pe", values: 4, lagMs: [21 * DAY, 51 * DAY], leak: null }]);
});

it("a value that is there a day too early is named", async () => {
  const { bars } = await loadSnapshot(request, { home });
  const early = bars.map((own): Bars => {
    const pe = own.extra?.["pe"] ?? new Float64Array();
    return own.symbol === "B" ? { ...own, extra: { pe: Float64Array.from([...pe.subarray(1), Number.NaN]) } } : own;
  });
  const [found] = await check(early);
  // Published by the end of day 50, and there on day 49.
  expect(found?.leak).toEqual({ symbol: "B", time: FIRST + 49 * DAY });
});
