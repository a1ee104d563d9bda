import { describe, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 120_000;
const project = await createCliProject();

function write(name: string, study: string): void {
  project.write(
    `dags/${name}.yaml`,
    `id: ${name}
backtest:
  strategy: sma_cross
  data: { dataset: sp500, symbols: [SPX] }
  param_grid: { fast: [10, 20], slow: [50, 100] }
  ${study}
alerts: []
`,
  );
}

describe("the plan of a backtest with studies", () => {
  it(
    "shows the windows with their dates, and what is left to measure",
    async () => {
      write("walked", "walk_forward: { in_sample: 1000 bars, out_of_sample: 250 bars, gap: 5 bars }");
      const { document } = await project.json("plan", ["plan", "walked"]);
      const planned = document.backtests[0]?.walk_forward;
      expect(planned).toMatchObject({ gap: 5, cells: 4, cached: 0, to_compute: 4, estimate_ms: null });
      expect(planned?.windows).toHaveLength(16);
      expect(planned?.windows[0]).toEqual({
        in_sample: { start: "2000-01-03T00:00:00.000Z", end: "2003-12-24T00:00:00.000Z", bars: 1000 },
        out_of_sample: { start: "2004-01-05T00:00:00.000Z", end: "2004-12-30T00:00:00.000Z", bars: 250 },
      });
      const { stdout } = await project.run(["plan", "walked"]);
      expect(stdout).toContain("walk_forward: 16 windows of 4 cells; none cached");
      expect(stdout).toMatch(/ 1 {2}2000-01-03 … 2003-12-24 {2}1,000 {2}2004-01-05 … 2004-12-30 +250/);
      expect(stdout).toContain("5 bars between the parts count for neither");
    },
    TIMEOUT,
  );

  it(
    "knows after a run what is measured already, and what a cell takes",
    async () => {
      write("walked", "walk_forward: { in_sample: 1000 bars, out_of_sample: 250 bars, gap: 5 bars }");
      expect((await project.json("run", ["run", "walked"])).code).toBe(0);
      // Another gap measures nothing anew; another step all of it.
      write("walked", "walk_forward: { in_sample: 1000 bars, out_of_sample: 250 bars, gap: 9 bars }");
      const again = (await project.json("plan", ["plan", "walked"])).document.backtests[0]?.walk_forward;
      expect(again).toMatchObject({ cached: 4, to_compute: 0, estimate_ms: 0 });
      write("walked", "walk_forward: { in_sample: 1000 bars, out_of_sample: 250 bars, step: 500 bars }");
      const other = (await project.json("plan", ["plan", "walked"])).document.backtests[0]?.walk_forward;
      expect(other).toMatchObject({ cached: 0, to_compute: 4, estimate_ms: expect.any(Number) });
    },
    TIMEOUT,
  );

  it(
    "counts the splits and paths of a cross-validation",
    async () => {
      write("crossed", "cpcv: { groups: 10, test: 2, purge: 5 bars }");
      const { document } = await project.json("plan", ["plan", "crossed"]);
      expect(document.backtests[0]?.cpcv).toMatchObject({ groups: 10, test: 2, returns: 5105, splits: 45, paths: 9 });
      expect(document.backtests[0]?.walk_forward).toBeNull();
      const { stdout } = await project.run(["plan", "crossed"]);
      expect(stdout).toContain("cpcv: 5,105 returns in 10 groups, 2 tested at a time: 45 splits, 9 paths");
    },
    TIMEOUT,
  );

  it(
    "refuses windows that the data do not hold, and says what would fit",
    async () => {
      write("long", "walk_forward: { in_sample: 30y, out_of_sample: 1y }");
      const { code, stderr } = await project.run(["plan", "long"]);
      expect(code).not.toBe(0);
      expect(stderr).toContain("needs 30y in sample and 1y out of sample, and the data have 5,105 bars");
      expect(stderr).toMatch(/in_sample: \d+ bars with out_of_sample: \d+ bars would make four windows/);
    },
    TIMEOUT,
  );
});
