import { EXIT } from "../../contract/exit-codes.ts";
import { diffJson } from "../../contract/json/regression/diff-json.ts";
import { diffRuns } from "../../runs/diff/diff-runs.ts";
import { findRun } from "../../runs/query/show-run.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import type { CommandContext } from "../command-context.ts";
import { openCommandProject } from "../project/open-project.ts";
import { diffLines } from "../views/regression/diff-view.ts";

export interface DiffOptions {
  readonly backtest?: string;
  readonly cell?: number;
  readonly trades: boolean;
  readonly limit?: number;
  readonly json?: boolean;
}

const LISTED = 20;

export async function diff(
  [first, second]: readonly [string, string],
  options: DiffOptions,
  context: CommandContext,
): Promise<void> {
  const { output } = context;
  const { limit = LISTED, backtest = null, cell = null } = options;
  await using project = await openCommandProject(context, "look");
  const { deps } = project;
  const found = await retryUntilConnected(async () => {
    const runs = [await findRun(deps.database, first), await findRun(deps.database, second)] as const;
    const request = { backtest, limit: limit === 0 ? Number.POSITIVE_INFINITY : limit };
    return diffRuns(runs, options.trades ? { ...request, trades: cell } : request, deps);
  }, project.patience);
  output.json("diff", diffJson(found));
  for (const line of diffLines(found, output)) output.print(line);
  if (!found.isSame) process.exitCode = EXIT.invalid;
}
