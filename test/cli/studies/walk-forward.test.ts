import { beforeAll, describe, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 240_000;
const project = await createCliProject();

/** The 15 pairs that the numbers below were worked out for, once outside of this project. */
const GRID = `
  data: { dataset: sp500, symbols: [SPX], timeframe: 1d }
  costs: { commission_bps: 10 }
  execution: { profile: vectorbt }
  param_grid: { fast: [5, 10, 20, 50, 100], slow: [10, 20, 50, 100, 200] }
  where: fast < slow
  walk_forward: { in_sample: 1000 bars, out_of_sample: 250 bars }
  cpcv: { groups: 6, test: 2, purge: 5 bars }
`;

const CROSS = `import { defineStrategy } from "nightgrid";
export default defineStrategy({
  name: "my_cross",
  params: {
    fast: { kind: "int", default: 20, min: 1, max: 500 },
    slow: { kind: "int", default: 50, min: 2, max: 500 },
  },
  signals({ bars, params, indicators }) {
    const fast = indicators.sma(bars.close, params.fast);
    const slow = indicators.sma(bars.close, params.slow);
    const above = (bar: number) => (fast[bar] ?? NaN) > (slow[bar] ?? NaN);
    const below = (bar: number) => (fast[bar] ?? NaN) < (slow[bar] ?? NaN);
    const entries = new Uint8Array(fast.length);
    const exits = new Uint8Array(fast.length);
    for (let bar = 1; bar < fast.length; bar++) {
      if (above(bar) && !above(bar - 1) && !Number.isNaN(slow[bar - 1] ?? NaN)) entries[bar] = 1;
      if (below(bar) && !below(bar - 1) && !Number.isNaN(slow[bar - 1] ?? NaN)) exits[bar] = 1;
    }
    return { entries, exits };
  },
});
`;

async function run(dag: string) {
  const { code } = await project.json("run", ["run", dag]);
  expect(code).toBe(0);
  const { document } = await project.json("run", ["show", "last"]);
  return document;
}

type Shown = Awaited<ReturnType<typeof run>>;
let builtIn: Shown;

beforeAll(async () => {
  project.write("strategies/my_cross.ts", CROSS);
  project.write(
    "dags/built_in.yaml",
    `id: built_in\nbacktest:\n  strategy: sma_cross\n  params: { position_size: 1 }${GRID}alerts: []\n`,
  );
  project.write("dags/mine.yaml", `id: mine\nbacktest:\n  strategy: ../strategies/my_cross.ts${GRID}alerts: []\n`);
  builtIn = await run("built_in");
}, TIMEOUT);

function figures(statistics: object | undefined): readonly (readonly [string, unknown])[] {
  const found = Object.entries(statistics ?? {}).filter(([, value]) => typeof value === "number");
  expect(found.length).toBeGreaterThan(6);
  return found;
}

function closeTo(values: readonly (readonly [string, unknown])[]): readonly unknown[] {
  return values.map(([id, value]) => [id, expect.closeTo(Number(value), 9)]);
}

describe("a walk-forward of a DAG", () => {
  it("has the winners and the figures that were worked out elsewhere", () => {
    const found = builtIn.rankings[0]?.walk_forward;
    expect(found?.statistics).toMatchObject({
      efficiency: expect.closeTo(0.3450211054466494, 10),
      sharpe: expect.closeTo(0.40775444888984613, 10),
      total_return: expect.closeTo(0.48790464564863845, 10),
      max_drawdown: expect.closeTo(0.15384034164548077, 10),
      profitable_windows: 0.4375,
    });
    const winners = found?.windows.map(({ params }) => `${String(params?.["fast"])},${String(params?.["slow"])}`);
    expect(winners?.join(" ")).toBe(
      "10,200 50,200 50,200 20,50 50,200 50,200 50,200 5,100 5,100 50,100 50,100 20,200 50,200 10,100 100,200 100,200",
    );
  });

  it(
    "is found again by the next run, which computes nothing",
    async () => {
      const again = await run("built_in");
      expect(again.rankings[0]?.walk_forward).toEqual(builtIn.rankings[0]?.walk_forward);
      expect(again.rankings[0]?.cpcv).toEqual(builtIn.rankings[0]?.cpcv);
      expect(again.cells).toMatchObject({ failed: 0, cached: again.cells.total });
    },
    TIMEOUT,
  );

  it(
    "comes to the same for the same rules in a strategy of one's own",
    async () => {
      const mine = await run("mine");
      const [own, reference] = [mine.rankings[0], builtIn.rankings[0]];
      expect(figures(own?.walk_forward?.statistics)).toEqual(closeTo(figures(reference?.walk_forward?.statistics)));
      expect(figures(own?.cpcv?.statistics)).toEqual(closeTo(figures(reference?.cpcv?.statistics)));
    },
    TIMEOUT,
  );
});
