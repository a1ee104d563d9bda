import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 180_000;
const project = await createCliProject();

interface Prices {
  /** A day whose close is another one; −1 for none. */
  readonly revised?: number;
  readonly by?: number;
  readonly days?: number;
}

function prices({ revised = -1, by = 0.5, days = 300 }: Prices = {}): string {
  const rows = Array.from({ length: days }, (_, day) => {
    const date = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
    const price = 100 + 10 * Math.sin(day / 7) + (day === revised ? by : 0);
    return `${date},${price},${price + 2},${price - 2},${price},1000`;
  });
  return ["date,open,high,low,close,volume", ...rows, ""].join("\n");
}

const dag = (id: string, { strategy = `../strategies/${id}.ts`, gate = "on_change: warn", more = "" } = {}): string => `
id: ${id}
backtests:
  main:
    strategy: ${strategy}
    data: { csv: "../prices/${id}/{symbol}.csv", symbols: [S0], bars_per_year: 252 }
    param_grid: { fast: [1, 2, 3] }
    regression: { ${gate} }
${more}
after_backtest: [tearsheet]
alerts: []
`;

const code = (level: string): string => `
export default { name: "dip", params: { fast: { kind: "int", default: 1 } }, signals({ bars, params }) {
  const entries = Uint8Array.from(bars.close, (close, bar) =>
    (bar > params.fast && close < ${level} * bars.close[bar - params.fast] ? 1 : 0));
  return { entries, exits: entries.map((entry) => 1 - entry) };
} };
`;

const RULES = `alerts:
  - { name: past, when: regression.changed > 0, to: [slack] }
  - { name: revised, when: regression.data >= 3, to: [slack] }
  - { name: recoded, when: regression.code > 0, to: [slack] }`;

async function night(id: string) {
  const ran = await project.run(["run", id]);
  const { document } = await project.json("run", ["show", id]);
  return { code: ran.code, document, found: document.rankings[0]?.regression };
}

describe("regression of a backtest", () => {
  it(
    "compares nothing on the first night, and finds the past as it was when one more day arrived",
    async () => {
      project.write("prices/kept/S0.csv", prices());
      project.write("strategies/kept.ts", code("1"));
      project.write("dags/kept.yaml", dag("kept"));
      const first = await night("kept");
      expect(first.found).toMatchObject({ state: "first", against: null, compared: 0 });
      project.write("prices/kept/S0.csv", prices({ days: 301 }));
      const second = await night("kept");
      expect(second.found).toMatchObject({
        state: "unchanged",
        against: first.document.run_id,
        compared: 3,
        changed: 0,
        inputs: [],
      });
      expect((await project.run(["plan", "kept"])).stdout).toContain("regression: the best 10 against the run before");
    },
    TIMEOUT,
  );

  it(
    "names revised data with the row, then changed code with the file, in the run, its tearsheet and its error",
    async () => {
      project.write("prices/fails/S0.csv", prices());
      project.write("strategies/fails.ts", code("1"));
      project.write("dags/fails.yaml", dag("fails", { gate: "on_change: fail" }));
      await night("fails");
      project.write("prices/fails/S0.csv", prices({ revised: 100, by: 9, days: 301 }));
      const revised = await night("fails");
      expect(revised.found).toMatchObject({ state: "changed", changed: 3, causes: [{ cause: "data", cells: 3 }] });
      expect(revised.found?.inputs.join("\n")).toMatch(/bars of S0: .*1 revised[\s\S]*2020-04-10/);
      expect([revised.code, revised.document.state]).toEqual([5, "failed"]);
      const gate = revised.document.tasks.find(({ key }) => key === "main.regression");
      expect(gate).toMatchObject({ state: "failed", error: { code: "REGRESSION_CHANGED" } });
      const sheet = readFileSync(revised.document.tearsheet ?? "", "utf8");
      expect(sheet).toContain("The past changed in 3 of 3 cells, by revised data.");
      project.write("strategies/fails.ts", code("0.99"));
      const recoded = await night("fails");
      expect(recoded.found).toMatchObject({ state: "changed", causes: [{ cause: "code", cells: 3 }] });
      expect(recoded.found?.inputs.join("\n")).toContain("file fails.ts changed (+1 −1 lines)");
      expect((await project.run(["show", "fails"])).stdout).toContain("by changed code");
    },
    TIMEOUT,
  );

  it(
    "tells both causes apart when data and settings change in one night, of all cells, and has rules read them",
    async () => {
      project.write("prices/both/S0.csv", prices());
      const file = (more: string): string =>
        dag("both", { strategy: "sma_cross", gate: "cells: all", more }).replace("alerts: []", RULES);
      project.write("dags/both.yaml", file("    params: { slow: 20 }"));
      // On the first night nothing has changed, and that is known.
      expect((await night("both")).document.alerts.map(({ rule }) => rule)).toEqual([]);
      project.write("prices/both/S0.csv", prices({ revised: 100, by: 9 }));
      project.write("dags/both.yaml", file("    params: { slow: 20 }\n    costs: { commission_bps: 9 }"));
      const { found, document } = await night("both");
      expect(found?.causes.map(({ cause }) => cause).toSorted()).toEqual(["data", "settings"]);
      expect(found?.compared).toBe(3);
      expect(document.alerts.map(({ rule, kind }) => `${rule} ${kind}`).toSorted()).toEqual([
        "past fired",
        "revised fired",
      ]);
      expect((await project.run(["plan", "both"])).stdout).toContain("regression: all cells against the run before");
    },
    TIMEOUT,
  );

  it(
    "calls a strategy that throws dice not deterministic, and changes within the tolerance noise",
    async () => {
      project.write("prices/dice/S0.csv", prices());
      project.write("strategies/dice.ts", code("(0.99 + 0.02 * Math.random())"));
      project.write("dags/dice.yaml", dag("dice"));
      await night("dice");
      expect((await night("dice")).found).toMatchObject({
        state: "changed",
        causes: [{ cause: "random", cells: 3 }],
        verdict: expect.stringContaining("not being deterministic"),
      });
      project.write("prices/noise/S0.csv", prices());
      project.write("strategies/noise.ts", code("1"));
      project.write("dags/noise.yaml", dag("noise", { gate: "rtol: 0.01, atol: 0.01" }));
      await night("noise");
      project.write("prices/noise/S0.csv", prices({ revised: 105, by: 1e-9 }));
      expect((await night("noise")).found).toMatchObject({ state: "noise", changed: 0, noise: 3 });
    },
    TIMEOUT,
  );

  it(
    "keeps backtests that need a changed one from running where it blocks",
    async () => {
      const more = `  after:
    needs: [main]
    strategy: buy_and_hold
    data: { csv: "../prices/blocks/{symbol}.csv", symbols: [S0], bars_per_year: 252 }`;
      project.write("prices/blocks/S0.csv", prices());
      project.write("strategies/blocks.ts", code("1"));
      project.write("dags/blocks.yaml", dag("blocks", { gate: "on_change: block", more }));
      const before = await night("blocks");
      expect(before.document.tasks.map(({ state }) => state)).toEqual(before.document.tasks.map(() => "succeeded"));
      project.write("prices/blocks/S0.csv", prices({ revised: 100, by: 9 }));
      const { document } = await night("blocks");
      const states = Object.fromEntries(document.tasks.map(({ key, state }) => [key, state]));
      expect(states).toMatchObject({ main: "succeeded", "main.regression": "failed", after: "skipped" });
      expect(states["after.tearsheet"]).toBe("succeeded");
    },
    TIMEOUT,
  );
});
