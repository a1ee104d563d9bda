import { bisectJson } from "../../contract/json/regression/bisect-json.ts";
import { bisectRuns } from "../../runs/bisect/bisect-runs.ts";
import { findRun } from "../../runs/query/show-run.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import type { CommandContext } from "../command-context.ts";
import { openCommandProject } from "../project/open-project.ts";
import { bisectLines } from "../views/regression/bisect-view.ts";

export interface BisectOptions {
  readonly good: string;
  readonly bad: string;
  readonly backtest?: string;
  readonly cell?: number;
  readonly json?: boolean;
}

export async function bisect(dag: string, options: BisectOptions, context: CommandContext): Promise<void> {
  const { output } = context;
  const { backtest = null, cell = null } = options;
  await using project = await openCommandProject(context, "look");
  const { deps } = project;
  const { runs, found } = await retryUntilConnected(async () => {
    const ids = [await findRun(deps.database, options.good), await findRun(deps.database, options.bad)] as const;
    return { runs: ids, found: await bisectRuns(ids, { dag, backtest, cell }, deps) };
  }, project.patience);
  output.json("bisection", bisectJson(runs, found));
  for (const line of bisectLines(found, output)) output.print(line);
}
