import { symlinkSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { PYTHON_VENV } from "../../support/python/python-project.ts";
import { describePython } from "../../support/python/python-sweep.ts";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 240_000;
const project = await createCliProject();
if (PYTHON_VENV !== null) symlinkSync(PYTHON_VENV, path.join(project.home, ".venv"));

function dag(id: string, strategy: string, study: string): void {
  const text = `id: ${id}
backtest:
  ${strategy}
  monte_carlo: ${study}
alerts: []
`;
  project.write(`dags/${id}.yaml`, text);
}

const SMA = `strategy: sma_cross
  data: { dataset: sp500, symbols: [SPX], timeframe: 1d }
  params: { fast: 20, slow: 100 }`;

async function drawn(id: string, code = 0) {
  expect((await project.json("run", ["run", id])).code).toBe(code);
  const { document } = await project.json("run", ["show", "last"]);
  return document.rankings[0]?.monte_carlo ?? null;
}

describe("a strategy on noisy bars", () => {
  it(
    "has the account that was in the middle of little noise, further histories with more, and the same bytes for the same seed",
    async () => {
      dag("little", SMA, "{ method: price_noise, runs: 200, noise: 0.001 }");
      dag("much", SMA, "{ method: price_noise, runs: 200, noise: 0.5 }");
      const [little, again, much] = [await drawn("little"), await drawn("little"), await drawn("much")];
      expect(again).toEqual(little);
      expect(little).toMatchObject({
        method: "price_noise",
        of: "best",
        runs: 200,
        noise: 0.001,
        block: null,
        unit: "bars",
      });
      const spread = (found: typeof little): number =>
        (found?.statistics["return_p95"] ?? 0) - (found?.statistics["return_p05"] ?? 0);
      expect(spread(little)).toBeLessThan(spread(much) / 5);
      const real = little?.distributions.return.real ?? 0;
      expect(Math.abs((little?.statistics["return_median"] ?? 9) - real)).toBeLessThan(0.05);
      expect(much?.distributions.return.real).toBe(real);
    },
    TIMEOUT,
  );

  it(
    "of a user's own trades in its process, to the bytes of the built-in that it is like",
    async () => {
      project.write(
        "strategies/like.ts",
        `import { defineStrategy } from "nightgrid";
export default defineStrategy({
  name: "like",
  params: { fast: { kind: "int", default: 20 }, slow: { kind: "int", default: 100 }, position_size: { kind: "float", default: 0.95 } },
  warmup: ({ slow }) => slow,
  signals({ bars, params, indicators }) {
    const [fast, slow] = [indicators.sma(bars.close, params.fast), indicators.sma(bars.close, params.slow)];
    const n = bars.close.length;
    const [entries, exits] = [new Uint8Array(n), new Uint8Array(n)];
    for (let i = 1; i < n; i++) {
      if (fast[i] > slow[i] && fast[i - 1] < slow[i - 1]) entries[i] = 1;
      if (fast[i] < slow[i] && fast[i - 1] > slow[i - 1]) exits[i] = 1;
    }
    return { entries, exits };
  },
});
`,
      );
      dag("builtin", SMA, "{ method: price_noise, runs: 100, noise: 0.2, seed: 9 }");
      dag(
        "own",
        SMA.replace("sma_cross", "../strategies/like.ts"),
        "{ method: price_noise, runs: 100, noise: 0.2, seed: 9 }",
      );
      const [builtin, own] = [await drawn("builtin"), await drawn("own")];
      expect(own?.statistics).toEqual(builtin?.statistics);
      expect(own?.fan).toEqual(builtin?.fan);
    },
    TIMEOUT,
  );

  it.each([
    [
      "{ method: price_noise, of: walk_forward }\n  walk_forward: { in_sample: 4y, out_of_sample: 2y }",
      "not traded again",
    ],
    ["{ method: price_noise, noise: 0 }", "noise"],
  ])("%s is refused", async (study, said) => {
    dag("wrong", SMA, study);
    const { code, stdout, stderr } = await project.run(["validate", "dags/wrong.yaml"]);
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain(said);
  });
});

describePython("a strategy in Python", () => {
  it(
    "has other histories, on noisy bars too, and is traded under worse execution",
    async () => {
      project.write(
        "strategies/rising.py",
        `import numpy as np
params = {"back": {"kind": "int", "default": 50, "min": 1}}

def signals(bars, params):
    back = params["back"]
    change = np.zeros(len(bars))
    change[back:] = bars.close[back:] - bars.close[:-back]
    return change > 0, change < 0
`,
      );
      const strategy =
        "strategy: ../strategies/rising.py\n  data: { dataset: sp500 }\n  start_date: 2015-01-02\n  end_date: 2017-12-29";
      dag("noisy_py", strategy, "{ method: price_noise, runs: 100 }");
      dag("drawn_py", `${strategy}\n  sensitivity: { draws: 5 }`, "{ runs: 500 }");
      const [noisy, resampled] = [await drawn("noisy_py"), await drawn("drawn_py")];
      expect(noisy).toMatchObject({ runs: 100, noise: 0.1, returns: resampled?.returns });
      expect(noisy?.distributions.return.real).toBe(resampled?.distributions.return.real);
      const { stdout } = await project.run(["show", "last"]);
      expect(stdout).toMatch(/Sensitivity: (Holds up|Weak|Fails)/);
    },
    TIMEOUT,
  );
});

describe("a script", () => {
  const program = (study: string): string => `script: ../scripts/earn.sh
  outputs: { trades.csv: { required: false }, summary.csv: { required: false } }
  monte_carlo: ${study}`;

  it(
    "has other histories of the days in its pnl.csv, and none of noisy bars, nor under worse execution",
    async () => {
      project.write(
        "scripts/earn.sh",
        `while [ $# -gt 0 ]; do [ "$1" = --output_dir ] && out=$2; shift; done
{ echo date,pnl,cumulative_pnl; i=1; sum=0; while [ $i -le 28 ]; do
  pnl=$(( (i * 37) % 90 - 40 )); sum=$((sum + pnl)); printf '2024-02-%02d,%s,%s\\n' $i $pnl $sum; i=$((i + 1)); done; } > "$out/pnl.csv"
`,
      );
      const file = (study: string): string =>
        `id: script\nbacktest:\n  ${program(study)}\n  initial_capital: 1000\nalerts: []\n`;
      project.write("dags/script.yaml", file("{ runs: 300, seed: 4 }"));
      const found = await drawn("script");
      expect(found).toMatchObject({ runs: 300, of: "best", unit: "bars", returns: 28 });
      const days = Array.from({ length: 28 }, (_, i) => (((i + 1) * 37) % 90) - 40);
      expect(found?.distributions.return.real).toBeCloseTo(days.reduce((sum, pnl) => sum + pnl, 0) / 1000, 12);
      for (const [study, said] of [
        ["{ method: price_noise }", "cannot be traded again on noisy bars"],
        ["{}\n  sensitivity: {}", "needs the bars that the engine trades"],
      ] as const) {
        project.write("dags/wrong.yaml", file(study).replace("id: script", "id: wrong"));
        const { code, stdout, stderr } = await project.run(["validate", "dags/wrong.yaml"]);
        expect(code).not.toBe(0);
        expect(stdout + stderr).toContain(said);
      }
    },
    TIMEOUT,
  );
});
