import { checkAlertCondition } from "../alerts/rules/alert-condition.ts";
import { callbackCatalogue } from "../callbacks/callback-catalogue.ts";
import { listDatasets } from "../data/catalogue/dataset-catalogue.ts";
import { resolveSources } from "../data/catalogue/resolve-sources.ts";
import { paramSpecsOf } from "../engine/cells/param-specs.ts";
import { BUILTIN_STRATEGIES } from "../engine/strategies/builtin-strategies.ts";
import type { Strategy } from "../engine/strategy.ts";
import { strategyKind } from "../engine/strategy-kind.ts";
import { importModule } from "../sandbox/modules/import-module.ts";
import { loadStrategy } from "../executors/modules/load-strategy.ts";
import type { FactoryDeps, KnownStrategy } from "../factory/factory-deps.ts";
import { fileAccess } from "./file-access.ts";
import type { ProjectContext } from "./project-context.ts";
import { prepareUserModules } from "./user-modules.ts";

/** All that DAG files of this project may refer to. */
export async function factoryDeps({ home, env }: ProjectContext): Promise<FactoryDeps> {
  prepareUserModules();
  const builtins = new Map(BUILTIN_STRATEGIES.map((strategy) => [strategy.name, known(strategy)]));
  return {
    env,
    ...fileAccess({ home, env }),
    strategies: {
      names: [...builtins.keys()],
      builtin: (name) => builtins.get(name),
      load: async (path, exportName) => known((await loadStrategy({ kind: "module", path, exportName })).strategy),
    },
    callbacks: callbackCatalogue({ importModule }),
    datasets: (await listDatasets(home)).map(({ name }) => name),
    resolveData: resolveOnce(home),
    alertConditionProblem: checkAlertCondition,
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

function known(strategy: Strategy): KnownStrategy {
  return { name: strategy.name, params: paramSpecsOf(strategy), kind: strategyKind(strategy) };
}
