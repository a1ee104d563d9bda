import { missJson } from "../../contract/json/regression/miss-json.ts";
import { explainMiss } from "../../runs/inputs/explain-miss.ts";
import { findRun } from "../../runs/query/show-run.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import type { CommandContext } from "../command-context.ts";
import { openCommandProject } from "../project/open-project.ts";
import { missLines } from "../views/regression/miss-view.ts";

export interface ExplainMissOptions {
  readonly backtest?: string;
  readonly cell?: number;
  readonly json?: boolean;
}

export async function explain(name: string, options: ExplainMissOptions, context: CommandContext): Promise<void> {
  const { output } = context;
  const { backtest = null, cell = null } = options;
  await using project = await openCommandProject(context, "look");
  const { deps } = project;
  const { runId, found } = await retryUntilConnected(async () => {
    const id = await findRun(deps.database, name);
    return { runId: id, found: await explainMiss(id, { backtest, cell }, deps) };
  }, project.patience);
  output.json("misses", { run_id: runId, backtests: found.map(missJson) });
  for (const line of found.flatMap((one) => missLines(one, output))) output.print(line);
}
