import { expect, it } from "vitest";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { createStrategyRunner } from "../../../src/executors/user/strategy-runner.ts";
import { sampleBars } from "../../support/sample-bars.ts";
import { strategyProcesses, userFile } from "../../support/user-processes.ts";
import {
  builtinSetup,
  describePython,
  pythonSetup,
  SETTINGS,
  setupOf,
  sweepsOf,
} from "../../support/python/python-sweep.ts";

const CROSS = `
import numpy as np

params = {
    "fast": {"kind": "int", "default": 5, "min": 1, "max": 500},
    "slow": {"kind": "int", "default": 20, "min": 1, "max": 500},
    "position_size": {"kind": "float", "default": 0.95, "min": 0, "max": 1},
}

def sma(values, window):
    return np.concatenate([np.full(window - 1, np.nan), np.convolve(values, np.ones(window) / window, "valid")])

def signals(bars, params):
    fast, slow = sma(bars.close, params["fast"]), sma(bars.close, params["slow"])
    above, below = fast > slow, fast < slow
    entries, exits = np.zeros(len(bars), bool), np.zeros(len(bars), bool)
    entries[1:] = above[1:] & below[:-1]
    exits[1:] = below[1:] & above[:-1]
    return entries, exits
`;

/** The close is above that of so many bars before, or below it. */
const RISING_TS = `
const flags = (close, test) => Uint8Array.from(close, (price, bar) => (test(price, bar) ? 1 : 0));
export default {
  name: "rising",
  params: { back: { kind: "int", default: 5, min: 1 } },
  signals: ({ bars: { close }, params: { back } }) => ({
    entries: flags(close, (price, bar) => bar >= back && price > close[bar - back]),
    exits: flags(close, (price, bar) => bar >= back && price < close[bar - back]),
  }),
};`;
const RISING_PY = `
import numpy as np
params = {"back": {"kind": "int", "default": 5, "min": 1}}

def signals(bars, params):
    change = np.zeros(len(bars))
    change[params["back"]:] = bars.close[params["back"]:] - bars.close[:-params["back"]]
    return SHAPE
`;

const [LONG, SHORT, BOTH] = (["long", "short", "both"] as const).map((direction) => ({
  ...SETTINGS,
  execution: { ...SETTINGS.execution, direction },
}));

const grid = (axes: readonly [fast: number, slow: number][]) => axes.map(([fast, slow]) => ({ fast, slow }));

describePython("a strategy in Python", () => {
  const sweep = sweepsOf(strategyProcesses());

  it("has the metrics of the built-in that says the same, bit for bit", async () => {
    const cells = Array.from({ length: 300 }, (_, k) => ({ fast: 2 + (k % 15), slow: 18 + Math.floor(k / 15) }));
    const python = await sweep(await pythonSetup(CROSS, { blocks: 8 }), cells);
    const builtin = await sweep(builtinSetup("sma_cross", { blocks: 8 }), cells);
    expect(python.failed).toEqual(new Map());
    expect(python.result.metrics).toEqual(builtin.result.metrics);
    expect(python.result.reasons).toEqual(builtin.result.reasons);
    expect(python.result.blockSums).toEqual(builtin.result.blockSums);
    expect(new Set(python.result.metrics.sharpe).size).toBeGreaterThan(200);
  });

  it.each([
    ["a tuple", "change > 0, change < 0"],
    ["integers", "(change > 0).astype(int), (change < 0).astype(np.uint8)"],
    ["a dict", `{"entries": change > 0, "exits": change < 0}`],
    ["floats that are whole", "(change > 0) * 1.0, (change < 0) * 1.0"],
    ["lists", "list(change > 0), list(change < 0)"],
    ["columns that lie apart", "np.stack([change > 0, change < 0], axis=1)[:, 0], (change < 0)[::1]"],
    ["its own short side", "change > 0, change < 0, change < 0, change > 0"],
  ])("has the metrics of the same in TypeScript, whatever it returns: %s", async (_, shape) => {
    const cells = [1, 3, 8, 21].map((back) => ({ back }));
    for (const settings of [LONG, SHORT, BOTH].filter((one) => one !== undefined)) {
      const python = await sweep(await pythonSetup(RISING_PY.replace("SHAPE", shape), { settings }), cells);
      const typescript = await sweep(await setupOf(userFile(RISING_TS), { settings }), cells);
      expect(python.failed).toEqual(new Map());
      expect(python.result).toEqual(typescript.result);
    }
  });

  it.each([
    ["-1, 0 and 1", "np.sign(change).astype(int)"],
    ["whole floats", "np.sign(change)"],
    ["in and out", "change > 0"],
  ])("may return the position that it wants: %s", async (kind, shape) => {
    const cells = [1, 3, 8].map((back) => ({ back }));
    // A short side that is left before it was entered asks for nothing: in and out is never short.
    const short = kind === "in and out" ? "change > 9e9, change > 9e9" : "change < 0, change >= 0";
    for (const settings of [LONG, SHORT, BOTH].filter((one) => one !== undefined)) {
      const flags = `change > 0, change <= 0, ${short}`;
      const position = await sweep(await pythonSetup(RISING_PY.replace("SHAPE", shape), { settings }), cells);
      const signals = await sweep(await pythonSetup(RISING_PY.replace("SHAPE", flags), { settings }), cells);
      expect(position.failed).toEqual(new Map());
      expect(position.result.metrics).toEqual(signals.result.metrics);
    }
  });

  it("is in from the first bar when its position is", async () => {
    const { result } = await sweep(await pythonSetup("def signals(bars, params): return [1] * len(bars)"), [{}]);
    expect(result.metrics.total_trades[0]).toBe(1);
  });

  it("gets whole numbers as float where they are declared so", async () => {
    const text = `
params = {"x": {"kind": "float", "default": 1}, "n": {"kind": "int", "default": 1}, "b": {"kind": "bool", "default": True}}
def signals(bars, params):
    assert [type(params[name]) for name in ("x", "n", "b")] == [float, int, bool], params
    return bars.close > 0`;
    const { failed } = await sweep(await pythonSetup(text), [{}, { x: 3, n: 4, b: false }, { x: 2.5 }]);
    expect(failed).toEqual(new Map());
  });

  it("goes on where the engine refuses cells that were asked for in advance", async () => {
    const settings = { ...SETTINGS, execution: PROFILE_EXECUTION.vectorbt };
    const cells = [{ back: 2 }, { back: 3, borrow_bps: 50 }, { back: 5 }, { back: 8, borrow_bps: 50 }];
    const setup = await pythonSetup(RISING_PY.replace("SHAPE", "change > 0, change < 0"), { settings });
    const { failed, result } = await sweep(setup, cells);
    expect([...failed.keys()]).toEqual([1, 3]);
    const typescript = await sweep(await setupOf(userFile(RISING_TS), { settings }), cells);
    expect(result.metrics).toEqual(typescript.result.metrics);
    // Nothing is left over for the next range.
    const again = await sweep(setup, [{ back: 8 }, { back: 5 }]);
    expect(again.lines).toEqual([]);
    expect(again.result.metrics.total_return[1]).toBe(result.metrics.total_return[2]);
    expect(again.result.metrics.total_return[0]).not.toBe(result.metrics.total_return[2]);
  });

  it("goes on where a cell has parameters that it cannot have", async () => {
    const setup = await pythonSetup(CROSS);
    const { failed, result } = await sweep(setup, [...grid([[0, 9]]), ...grid([[3, 9]]), { fast: 4, slwo: 8 }]);
    expect([...failed.keys()]).toEqual([0, 2]);
    expect(failed.get(0)).toMatch(/must be at least 1/);
    const alone = await sweep(setup, grid([[3, 9]]));
    expect(result.metrics.sharpe[1]).toBe(alone.result.metrics.sharpe[0]);
  });

  it("prints to the log, with the cell, also what has no end of its line", async () => {
    const text = RISING_PY.replace(
      "return SHAPE",
      `print("look", params["back"])
    import sys; sys.stderr.write("half"); print("more ✓", flush=True) if params["back"] == 3 else None
    return change > 0, change < 0`,
    );
    const { lines } = await sweep(await pythonSetup(text), [{ back: 2 }, { back: 3 }]);
    expect(lines).toEqual([
      expect.objectContaining({ index: 0, level: "info", text: "look 2" }),
      expect.objectContaining({ index: 0, level: "warn", text: "half" }),
      expect.objectContaining({ index: 1, level: "info", text: "look 3" }),
      expect.objectContaining({ index: 1, level: "info", text: "more ✓" }),
      expect.objectContaining({ index: 1, level: "warn", text: "half" }),
    ]);
  });

  it("computes a column of its own once for all cells", async () => {
    const text = RISING_PY.replace(
      "return SHAPE",
      `column = bars.own("column", lambda: print("computed") or bars.close * 2)
    assert not column.flags.writeable and bars.datetime.dtype == "datetime64[ms]" and len(bars) == 600
    return change > 0, change < 0`,
    );
    const { lines, failed } = await sweep(await pythonSetup(text), [{ back: 2 }, { back: 3 }, { back: 4 }]);
    expect(failed).toEqual(new Map());
    expect(lines.map(({ text }) => text)).toEqual(["computed"]);
  });
});

const PANEL_TS = `
export default {
  name: "tilt",
  params: { back: { kind: "int", default: 5, min: 1 } },
  symbols: { min: 2 },
  targets({ panel: { time, closes, symbols }, params: { back } }) {
    const rebalance = Uint8Array.from(time, (_, bar) => (bar >= back && bar % 7 === 0 ? 1 : 0));
    const up = (close) => Float64Array.from(time, (_, bar) => (bar >= back && close[bar] > close[bar - back] ? 0.25 : -0.125));
    const scores = closes.map((close) => Float64Array.from(time, (_, bar) => bar >= back ? close[bar] - close[bar - back] : NaN));
    return { rebalance, weights: closes.map(up), scores };
  },
};`;
const PANEL_PY = `
import numpy as np
params = {"back": {"kind": "int", "default": 5, "min": 1}}
symbols = {"min": 2}

def weights(panel, params):
    back, closes = params["back"], panel.closes
    change = np.full(closes.shape, np.nan)
    change[back:] = closes[back:] - closes[:-back]
    weights = np.where(change > 0, 0.25, -0.125)
    bars = np.arange(len(panel))
    due = (bars >= back) & (bars % 7 == 0)
    RETURN
`;

describePython("a panel strategy in Python", () => {
  const users = strategyProcesses();
  const sweep = sweepsOf(users);
  const bars = ["A", "B", "C"].map((symbol, k) => {
    const own = sampleBars(300);
    return { ...own, symbol, close: own.close.map((price, bar) => price * (1 + 0.05 * Math.sin(bar / (5 + k)))) };
  });

  it.each([
    ["by a mask", `return {"weights": weights, "rebalance": due, "scores": change}`],
    ["by rows of NaN", `return {"weights": np.where(due[:, None], weights, np.nan), "scores": change}`],
  ])("has the metrics of the same in TypeScript, rebalanced %s", async (_, returned) => {
    const cells = [2, 5, 30].map((back) => ({ back }));
    const python = await sweep(await pythonSetup(PANEL_PY.replace("RETURN", returned), { bars }), cells);
    const typescript = await sweep(await setupOf(userFile(PANEL_TS), { bars }), cells);
    expect(python.failed).toEqual(new Map());
    expect(python.result).toEqual(typescript.result);
    expect(python.result.metrics.total_trades[0]).toBeGreaterThan(10);
  });

  it("has the same single cell, scores and factor metrics with it", async () => {
    const returned = `return {"weights": weights, "rebalance": due, "scores": change}`;
    const runner = createStrategyRunner({ users, learners: users, learnedFolder: "/nowhere" });
    const python = await runner.runCell(await pythonSetup(PANEL_PY.replace("RETURN", returned), { bars }), { back: 5 });
    const typescript = await runner.runCell(await setupOf(userFile(PANEL_TS), { bars }), { back: 5 });
    expect(python).toEqual(typescript);
    expect(python.factor).toBeDefined();
  });

  it("with scores alone weighs as alphalens does: less the mean, over the sum without signs", async () => {
    const text = `
import numpy as np
params = {}

def scores(panel, params):
    scores = np.full(panel.close.shape, np.nan)
    scores[10] = [1, 2, 6]
    scores[20] = [np.nan, 5, 7]
    scores[30] = [4, 4, 4]
    return scores
`;
    const twin = `
import numpy as np
params = {}

def weights(panel, params):
    weights = np.full(panel.close.shape, np.nan)
    weights[20] = [0, -0.5, 0.5]
    weights[30] = [0, 0, 0]
    weights[10] = np.array([-2, -1, 3]) / 6
    return weights
`;
    const scored = await sweep(await pythonSetup(text, { bars }), [{}]);
    const weighed = await sweep(await pythonSetup(twin, { bars }), [{}]);
    expect([scored.failed, weighed.failed]).toEqual([new Map(), new Map()]);
    expect(scored.result).toEqual(weighed.result);
    expect(scored.result.metrics.total_trades[0]).toBeGreaterThan(0);
  });
});
