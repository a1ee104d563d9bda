import { cpSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { createCliProject } from "./support/nightgrid.ts";

const project = await createCliProject();
const EXAMPLES = path.resolve(import.meta.dirname, "../../examples/strategies");
const file = path.join(project.home, "examples", "strategies.yaml");
cpSync(EXAMPLES, path.dirname(file), { recursive: true });

const NAMES = [
  "supertrend",
  "ichimoku",
  "turtle",
  "keltner",
  "two_time_frames",
  "rsi2",
  "macd_trail",
  "vwap_reversion",
  "opening_range",
  "dual_thrust",
];

it("the example strategies run from their DAG file, and each of their cells trades", { timeout: 180_000 }, async () => {
  const { code, document } = await project.json("run", ["run", file]);
  expect(code).toBe(0);
  expect(document.cells).toMatchObject({ total: 26, succeeded: 26, failed: 0 });
  for (const name of NAMES) {
    const columns = ["--limit", "0", "--csv", "--columns", "total_trades"];
    const { stdout } = await project.run(["results", "last", "--backtest", name, ...columns]);
    const [, ...trades] = stdout.trim().split(/\r?\n/);
    expect(trades.length, name).toBeGreaterThan(1);
    for (const count of trades) expect(Number(count), name).toBeGreaterThan(3);
  }
});

it("none of them sees the future", { timeout: 180_000 }, async () => {
  const { code, document } = await project.json("lookahead", ["check", "lookahead", file, "--cuts", "6"]);
  expect([code, document.leaks]).toEqual([0, 0]);
  expect(document.backtests.map(({ backtest }) => backtest)).toEqual(NAMES);
});
