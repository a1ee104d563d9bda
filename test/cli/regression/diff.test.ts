import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 120_000;
const project = await createCliProject();

/** 300 days of prices that swing, with one close moved on some day. */
function prices(revised: number, days = 300): string {
  const rows = Array.from({ length: days }, (_, day) => {
    const date = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
    const price = 100 + 10 * Math.sin(day / 7) + (day === revised ? 0.5 : 0);
    return `${date},${price.toFixed(4)},${(price + 2).toFixed(4)},${(price - 2).toFixed(4)},${price.toFixed(4)},1000`;
  });
  return ["date,open,high,low,close,volume", ...rows, ""].join("\n");
}

function dag({ bps = 5, fast = "[1, 2, 3]" } = {}): string {
  return `
id: nightly
backtest:
  strategy: ../strategies/dip.ts
  data: { csv: "../prices/{symbol}.csv", symbols: [S0], bars_per_year: 252 }
  costs: { commission_bps: ${bps} }
  param_grid: { fast: ${fast} }
alerts: []
`;
}

const STRATEGY = `import { LEVEL } from "./level.ts";
export default { name: "dip", params: { fast: { kind: "int", default: 1 } }, signals({ bars, params }) {
  const entries = Uint8Array.from(bars.close, (close, bar) =>
    (bar > params.fast && close < LEVEL * bars.close[bar - params.fast] ? 1 : 0));
  return { entries, exits: entries.map((entry) => 1 - entry) };
} };
`;

async function run(): Promise<string> {
  const { document } = await project.json("run", ["run", "nightly"]);
  return document.run_id;
}

const runs: string[] = [];

beforeAll(async () => {
  project.write("prices/S0.csv", prices(-1));
  project.write("strategies/dip.ts", STRATEGY);
  project.write("strategies/level.ts", "export const LEVEL = 1;\n");
  project.write("dags/nightly.yaml", dag());
  runs.push(await run());
  project.write("strategies/level.ts", "export const LEVEL = 0.99;\n");
  runs.push(await run());
  project.write("prices/S0.csv", prices(100, 301));
  project.write("dags/nightly.yaml", dag({ bps: 7, fast: "[2, 3, 4]" }));
  runs.push(await run());
}, TIMEOUT);

const runOf = (place: number): string => runs[place] ?? "";

describe("nightgrid diff", () => {
  it(
    "finds nothing between a run and itself, and ends with 0",
    async () => {
      const { document, code } = await project.json("diff", ["diff", runOf(1), runOf(1)]);
      expect([code, document.same, document.spec]).toEqual([0, true, []]);
      expect(document.backtests[0]).toMatchObject({
        cells: { changed: 0, common: 3 },
        trades: { changed: 0, first_change: null },
      });
    },
    TIMEOUT,
  );

  it(
    "names the file whose change moved the results, and compares trades with the code as it was",
    async () => {
      const { document, code } = await project.json("diff", ["diff", runOf(0), runOf(1)]);
      expect([code, document.same, document.spec]).toEqual([3, false, []]);
      const [found] = document.backtests;
      expect(found?.inputs.changes?.map(({ kind }) => kind)).toEqual(["code"]);
      expect(found?.inputs.files).toEqual([{ path: "level.ts", change: "changed", lines_added: 1, lines_removed: 1 }]);
      expect(found?.cells).toMatchObject({ common: 3, changed: 3, added: 0 });
      expect(found?.trades).toMatchObject({ error: null });
      expect(found?.trades?.first_change).toMatch(/^2020-/);
      expect(readFileSync(`${project.home}/strategies/level.ts`, "utf8")).toContain("0.99");
    },
    TIMEOUT,
  );

  it(
    "tells costs, rows of data, and cells that only one grid has",
    async () => {
      const { document } = await project.json("diff", ["diff", runOf(1), runOf(2), "--no-trades"]);
      const [found] = document.backtests;
      expect(found?.inputs.changes?.map(({ kind }) => kind)).toEqual(["data", "dates", "costs"]);
      expect(found?.inputs.revisions).toMatchObject([
        { symbol: "S0", appended: 1, revised: 1, from: "2020-04-10T00:00:00.000Z" },
      ]);
      expect(found?.cells).toMatchObject({ common: 2, added: 1, removed: 1 });
      expect(found?.trades).toBeNull();
      expect(document.spec.map(({ path }) => path)).toContain("backtests.backtest.settings.costs.commission_bps");
    },
    TIMEOUT,
  );

  it(
    "says it for people, and refuses what is not there",
    async () => {
      const said = await project.run(["diff", runOf(0), runOf(1)]);
      expect(said.stdout).toMatch(/file level\.ts changed \(\+1 −1 lines\)/);
      expect((await project.run(["diff", runOf(0), "nowhere"])).code).toBe(4);
      expect((await project.run(["diff", runOf(0), runOf(1), "--backtest", "no"])).code).toBe(2);
      expect((await project.run(["diff", runOf(0), runOf(2), "--cell", "2"])).code).toBe(4);
    },
    TIMEOUT,
  );
});

describe("nightgrid explain-miss", () => {
  it(
    "says that the first run has nothing before it",
    async () => {
      const { document } = await project.json("misses", ["explain-miss", runOf(0)]);
      expect(document.backtests[0]).toMatchObject({ reason: "first", nearest: null });
    },
    TIMEOUT,
  );

  it(
    "names what is not as in the nearest earlier result, of two runs the nearer",
    async () => {
      const { document } = await project.json("misses", ["explain-miss", runOf(2), "--cell", "2"]);
      const [found] = document.backtests;
      expect(found).toMatchObject({ reason: "inputs_changed", nearest: { run_id: runOf(1) } });
      expect(found?.nearest?.inputs.changes?.map(({ kind }) => kind)).toEqual(["data", "dates", "costs"]);
      expect(found?.cell?.nearest?.changed).toEqual([{ name: "fast", before: expect.any(Number), after: 4 }]);
    },
    TIMEOUT,
  );

  it(
    "tells a cell that was taken over from one with new parameters",
    async () => {
      project.write("dags/nightly.yaml", dag({ bps: 7, fast: "[4, 5]" }));
      const fourth = await run();
      const of = async (cell: string) =>
        (await project.json("misses", ["explain-miss", fourth, "--cell", cell])).document.backtests[0];
      expect((await of("0"))?.reason).toBe("known");
      expect(await of("1")).toMatchObject({
        reason: "params_new",
        cell: { nearest: { changed: [{ name: "fast", after: 5 }] } },
      });
      expect((await project.run(["explain-miss", fourth, "--cell", "9"])).code).toBe(4);
    },
    TIMEOUT,
  );
});
