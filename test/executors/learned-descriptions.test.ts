import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { createStrategyRunner } from "../../src/executors/user/strategy-runner.ts";
import { strategyProcesses, userFile } from "../support/user-processes.ts";

const users = strategyProcesses(1);
const nobody: typeof users = {
  use: () => Promise.reject(new Error("A process was asked for")),
  useFresh: () => Promise.reject(new Error("A process was asked for")),
  close: async () => undefined,
};

it("what was learned of a strategy is known to the next process, without loading it again", async () => {
  const learnedFolder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-learned-"));
  const file = userFile(`export default {
    name: "mine",
    params: { n: { kind: "int", default: 5, min: 1 }, mode: { kind: "choice", default: "a", choices: ["a", "b"] } },
    signals: () => null,
  };`);
  const source = { kind: "module", path: file, exportName: "default" } as const;
  const first = createStrategyRunner({ users, learners: users, learnedFolder });
  const learned = await first.describe(source);
  const second = createStrategyRunner({ users: nobody, learners: nobody, learnedFolder });
  expect(await second.describe(source)).toEqual(learned);
  expect(learned.params).toHaveProperty("stop_loss_pct");
});

it("HOUSE step 11: a strategy in CommonJS is learned anew when what it requires has changed", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-learned-"));
  const runner = createStrategyRunner({ users, learners: users, learnedFolder: path.join(folder, "learned") });
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  const source = { kind: "module", path: path.join(folder, "mine.cjs"), exportName: "default" } as const;
  write("mine.cjs", `module.exports = { name: "mine", params: { n: require("./limits") }, signals: () => null };`);
  const learned: unknown[] = [];
  for (const most of [5, 9]) {
    write("limits.js", `module.exports = { kind: "int", default: 1, min: 1, max: ${most} };`);
    learned.push((await runner.describe(source)).params);
  }
  expect(learned).toMatchObject([{ n: { max: 5 } }, { n: { max: 9 } }]);
});
