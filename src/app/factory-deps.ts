import { checkAlertRule } from "../alerts/rules/alert-condition.ts";
import { callbackCatalogue } from "../callbacks/callback-catalogue.ts";
import { listDatasets } from "../data/catalogue/dataset-catalogue.ts";
import { resolveSources } from "../data/catalogue/resolve-sources.ts";
import { BUILTIN_STRATEGIES } from "../engine/strategies/builtin-strategies.ts";
import { describeBuiltin } from "../executors/user/strategy-runner.ts";
import type { FactoryDeps } from "../factory/factory-deps.ts";
import { fileAccess } from "./file-access.ts";
import type { ProjectContext } from "./project-context.ts";

/** All that DAG files of this project may refer to. */
export async function factoryDeps({ home, env, userCode }: ProjectContext): Promise<FactoryDeps> {
  const { strategies, callbacks } = await userCode();
  const builtins = new Map(BUILTIN_STRATEGIES.map((strategy) => [strategy.name, describeBuiltin(strategy)]));
  return {
    env,
    ...fileAccess({ home, env }),
    strategies: {
      names: [...builtins.keys()],
      builtin: (name) => builtins.get(name),
      load: (path, exportName) => strategies.describe({ kind: "module", path, exportName }),
    },
    callbacks: callbackCatalogue({ users: callbacks }),
    datasets: (await listDatasets(home)).map(({ name }) => name),
    resolveData: resolveOnce(home),
    alertConditionProblem: checkAlertRule,
  };
}

/** Most DAGs of a project ask for the same few datasets. */
function resolveOnce(home: string): FactoryDeps["resolveData"] {
  const resolved = new Map<string, ReturnType<FactoryDeps["resolveData"]>>();
  return (data) => {
    const key = JSON.stringify(data);
    const files = resolved.get(key) ?? resolveSources(data, home).then((sources) => sources.files);
    resolved.set(key, files);
    return files;
  };
}
