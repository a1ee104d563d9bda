import { mkdtempSync } from "node:fs";
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
