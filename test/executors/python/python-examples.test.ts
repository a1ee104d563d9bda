import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { createStrategyRunner } from "../../../src/executors/user/strategy-runner.ts";
import { strategyProcesses } from "../../support/user-processes.ts";
import { describePython, pythonSetup, sweepsOf } from "../../support/python/python-sweep.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const read = (name: string): string => readFileSync(path.join(ROOT, name), "utf8");

describePython("the examples", () => {
  const users = strategyProcesses();
  const sweep = sweepsOf(users);
  const runner = createStrategyRunner({ users, learners: users, learnedFolder: "/nowhere" });

  it.each([
    ["the page", () => /```python\n([^]*?)```/.exec(read("docs/python.md"))?.[1] ?? ""],
    ["the DAG", () => read("dags/strategies/time_series_momentum.py")],
    ["the starter", () => read("templates/init-python/dags/strategies/my_strategy.py")],
    ["the bench", () => read("bench/support/python/sma_cross.py")],
  ])("trade, and do not see the future: that of %s", async (_, text) => {
    const setup = await pythonSetup(text());
    const { failed, result } = await sweep(setup, [{}]);
    expect(failed).toEqual(new Map());
    expect(result.metrics.total_trades[0]).toBeGreaterThan(1);
    const { leak, wrote } = await runner.examine({ setup, cells: [{}], cuts: 60 });
    expect([leak, wrote]).toEqual([null, null]);
  });
});
