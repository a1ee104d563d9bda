import path from "node:path";
import { checkAlertRule } from "../alerts/rules/alert-condition.ts";
import { callbackCatalogue } from "../callbacks/callback-catalogue.ts";
import { AppError } from "../core/errors/app-error.ts";
import { systemClock } from "../core/time/clock.ts";
import { listDatasets } from "../data/catalogue/dataset-catalogue.ts";
import { resolveSources } from "../data/catalogue/resolve-sources.ts";
import { BUILTIN_STRATEGIES } from "../engine/strategies/builtin-strategies.ts";
import { describeBuiltin } from "../executors/user/strategy-runner.ts";
import type { FactoryDeps } from "../factory/factory-deps.ts";
import type { DataSpec } from "../core/spec/data-spec.ts";
import { BUILT_IN_SOURCES } from "../data/sources/source-registry.ts";
import { listProjectSources } from "./data/project-sources.ts";
import { fileAccess } from "./file-access.ts";
import { once } from "./once.ts";
import type { ProjectContext } from "./project-context.ts";

/** All that DAG files of this project may refer to, as it is now: each thing outside is looked at once. */
export async function factoryDeps({ home, env, userCode }: ProjectContext): Promise<FactoryDeps> {
  const { strategies, callbacks } = await userCode();
  const builtins = new Map(BUILTIN_STRATEGIES.map((strategy) => [strategy.name, describeBuiltin(strategy)]));
  return {
    env,
    now: () => systemClock.now(),
    ...askedOnce(fileAccess({ home, env })),
    strategies: {
      names: [...builtins.keys()],
      builtin: (name) => builtins.get(name),
      load: once((path: string, exportName: string) => strategies.describe({ kind: "module", path, exportName })),
    },
    callbacks: callbackCatalogue({ users: callbacks }),
    datasets: (await listDatasets(home)).map(({ name }) => name),
    sources: await priceSources({ home, env, userCode }),
    resolveData: resolveOnce(home),
    alertConditionProblem: checkAlertRule,
  };
}

/** A setting that is wrong is told to whoever fetches; it makes no file wrong. Sources of users are not run to check a file. */
async function priceSources(context: ProjectContext): Promise<FactoryDeps["sources"]> {
  const read = (name: string): string | undefined => context.env[name]?.trim() || undefined;
  return (await listProjectSources(context)).map(({ name }) => {
    const builtIn = BUILT_IN_SOURCES.find((source) => source.name === name);
    const hasActions = builtIn === undefined ? null : builtIn.actions !== undefined;
    try {
      return { name, hasActions, timeframes: builtIn?.capabilities({ env: read }).timeframes ?? null };
    } catch (error) {
      if (error instanceof AppError) return { name, hasActions, timeframes: null };
      throw error;
    }
  });
}

/** Most DAGs of a project ask for the same few datasets. */
function resolveOnce(home: string): FactoryDeps["resolveData"] {
  return once(async (data: DataSpec) => (await resolveSources(data, home)).files);
}

type FileAccess = ReturnType<typeof fileAccess>;

/** The files of one folder build on the same defaults and name the same modules. */
function askedOnce({ readText, exists, checkFile }: FileAccess): FileAccess {
  const checked = once(checkFile);
  return {
    readText,
    exists: once(exists),
    // Where a DAG file may reach follows from its folder.
    checkFile: (file, dagFile) => checked(file, path.join(path.dirname(dagFile), "dag.yaml")),
  };
}
