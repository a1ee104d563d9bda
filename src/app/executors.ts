import path from "node:path";
import { awsBatchExecutor } from "../executors/aws-batch/aws-batch-executor.ts";
import { createCellEngine } from "../executors/engine/create-cell-engine.ts";
import { engineExecutor } from "../executors/engine/engine-executor.ts";
import type { SweepMoment } from "../executors/executor.ts";
import type { BacktestSpec, ScriptSpec } from "../factory/dag-spec.ts";
import { scriptExecutor } from "../executors/script/script-executor.ts";
import { barsOpener } from "../runs/market/bars-opener.ts";
import type { DataPort } from "../runs/market/data-port.ts";
import type { SweepExecutor } from "../runs/run-deps.ts";
import type { ProjectContext } from "./project-context.ts";
import { maskedExecutor } from "./masking/masked-executor.ts";
import type { UserCode } from "./user/user-code.ts";

export interface ExecutorParts {
  /** The project's folder. */
  readonly home: string;
  /** Of Nightgrid itself; what of it scripts may see, `scriptEnv` says. */
  readonly env: ProjectContext["env"];
  readonly userCode: UserCode;
  readonly data: DataPort;
  /** Ranges computed at the same time; absent in a process that only plans and looks. */
  readonly slots?: number;
}

/** One executor of each kind, a line each; nothing of them starts before it is needed, but where there are slots. */
export function createExecutors(parts: ExecutorParts): readonly SweepExecutor[] {
  const [strategies, programs] = [engine(parts), script(parts)];
  const scripts = { ...programs, resolveWindow: windowsOf(parts) };
  return [strategies, programs, awsBatchExecutor({ engine: strategies, scripts, home: parts.home })].map((executor) =>
    maskedExecutor(executor, parts.userCode.secrets),
  );
}

function engine({ data, userCode, slots }: ExecutorParts): SweepExecutor {
  const users = userCode.sweepProcesses(slots);
  const cells = createCellEngine({ users, isWarm: slots !== undefined, ...(slots === undefined ? {} : { slots }) });
  return engineExecutor({ openBars: barsOpener(data), strategies: userCode.strategies, engine: cells });
}

/** Which days a script is about. */
function windowsOf({ data }: ExecutorParts) {
  return ({ window }: Pick<BacktestSpec, "window">, { logicalDate, dataThrough }: SweepMoment) =>
    data.resolveWindow(window, logicalDate, undefined, dataThrough);
}

function script(parts: ExecutorParts): SweepExecutor {
  const { home, env, slots } = parts;
  const windowOf = windowsOf(parts);
  return scriptExecutor({
    home,
    results: path.join(home, "results"),
    env,
    resolveWindow: (backtest: ScriptSpec, moment) => windowOf(backtest, moment),
    isWorker: slots !== undefined,
  });
}

export async function closeExecutors(executors: readonly SweepExecutor[]): Promise<void> {
  await Promise.all(executors.map((executor) => executor.close()));
}
