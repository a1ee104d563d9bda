import { beforeAll, describe, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 240_000;
const project = await createCliProject();

function dag(id: string, study: string, rest = ""): string {
  return `id: ${id}
backtest:
  strategy: sma_cross
  data: { dataset: sp500, symbols: [SPX], timeframe: 1d }
  costs: { commission_bps: 10 }
  param_grid: { fast: [10, 20], slow: [100, 200] }
  ${study}
${rest === "" ? "alerts: []\n" : rest}`;
}

async function run(id: string) {
  const { code } = await project.json("run", ["run", id]);
  expect(code).toBe(0);
  const { document } = await project.json("run", ["show", "last"]);
  return document;
}

type Shown = Awaited<ReturnType<typeof run>>;
let drawn: Shown;

beforeAll(async () => {
  project.write("dags/drawn.yaml", dag("drawn", "monte_carlo: { runs: 2000, seed: 7 }"));
  drawn = await run("drawn");
}, TIMEOUT);

describe("a Monte Carlo study of a DAG", () => {
  it("has the return and the drawdown of the best cell as the history that was", () => {
    const found = drawn.rankings[0]?.monte_carlo;
    const best = drawn.rankings[0]?.best[0];
    expect(found).toMatchObject({ method: "stationary", of: "best", runs: 2000, seed: 7, unit: "bars", returns: 5105 });
    expect(found?.distributions.return.real).toBeCloseTo(best?.metrics?.["total_return"] ?? Number.NaN, 9);
    expect(found?.distributions.drawdown.real).toBeCloseTo(best?.metrics?.["max_drawdown"] ?? Number.NaN, 9);
    expect(found?.distributions.sharpe.real).toBeCloseTo(best?.metrics?.["sharpe"] ?? Number.NaN, 9);
    expect(found?.fan).toHaveLength(61);
    expect(drawn.tasks.map(({ key }) => key)).toContain("backtest.monte_carlo");
  });

  it(
    "comes to the same bytes each time",
    async () => {
      const again = await run("drawn");
      expect(again.rankings[0]?.monte_carlo).toEqual(drawn.rankings[0]?.monte_carlo);
    },
    TIMEOUT,
  );

  it(
    "draws from the walk-forward where there is one, and trades of the best cell where they are asked for",
    async () => {
      const walk = "walk_forward: { in_sample: 4y, out_of_sample: 2y }\n  monte_carlo: ";
      project.write("dags/walked.yaml", dag("walked", `${walk}{ runs: 500 }`));
      project.write("dags/trades.yaml", dag("trades", `${walk}{ runs: 500, method: trades }`));
      const [walked, trades] = [await run("walked"), await run("trades")];
      const windows = walked.rankings[0]?.walk_forward;
      expect(walked.rankings[0]?.monte_carlo).toMatchObject({ of: "walk_forward", unit: "bars" });
      expect(walked.rankings[0]?.monte_carlo?.distributions.return.real).toBeCloseTo(
        windows?.statistics["total_return"] ?? Number.NaN,
        9,
      );
      expect(trades.rankings[0]?.monte_carlo).toMatchObject({
        of: "best",
        unit: "trades",
        block: null,
        returns: trades.rankings[0]?.best[0]?.metrics?.["total_trades"],
      });
    },
    TIMEOUT,
  );

  it("prints its verdict", async () => {
    const { stdout } = await project.run(["show", "last"]);
    expect(stdout).toMatch(/Monte Carlo: (Holds up|Weak|Fails): of 500 other histories/);
  });
});

describe("what a file asks for in vain", () => {
  it.each([
    ["monte_carlo: { of: walk_forward }", "no walk_forward whose account"],
    ["monte_carlo: { ruin: 1.5 }", "ruin"],
    ["monte_carlo: { runs: 7 }", "runs"],
    ["monte_carlo: { methd: iid }", "method"],
  ])("%s is refused", async (study, said) => {
    project.write("dags/wrong.yaml", dag("wrong", study));
    const { code, stdout, stderr } = await project.run(["validate", "dags/wrong.yaml"]);
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain(said);
  });
});
