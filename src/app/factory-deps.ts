import { access, readFile } from "node:fs/promises";
import { checkAlertCondition } from "../alerts/rules/alert-condition.ts";
import { callbackCatalogue } from "../callbacks/callback-catalogue.ts";
import { listDatasets } from "../data/catalogue/dataset-catalogue.ts";
import { BUILTIN_STRATEGIES } from "../engine/strategies/builtin-strategies.ts";
import { describeBuiltin } from "../executors/user/strategy-runner.ts";
import type { FactoryDeps } from "../factory/factory-deps.ts";
import type { ProjectContext } from "./project-context.ts";

/** All that DAG files of this project may refer to. */
export async function factoryDeps({ home, env, userCode }: ProjectContext): Promise<FactoryDeps> {
  const { strategies, callbacks } = await userCode();
  const builtins = new Map(BUILTIN_STRATEGIES.map((strategy) => [strategy.name, describeBuiltin(strategy)]));
  return {
    env,
    readText: (file) => readFile(file, "utf8"),
    exists: (file) => access(file).then(yes, no),
    strategies: {
      names: [...builtins.keys()],
      builtin: (name) => builtins.get(name),
      load: (path, exportName) => strategies.describe({ kind: "module", path, exportName }),
    },
    callbacks: callbackCatalogue({ users: callbacks }),
    datasets: (await listDatasets(home)).map(({ name }) => name),
    alertConditionProblem: checkAlertCondition,
  };
}

function yes(): boolean {
  return true;
}

function no(): boolean {
  return false;
}
