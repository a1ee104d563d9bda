import { readFileSync } from "node:fs";
import { Command } from "commander";
import type { CommandPorts } from "./command-ports.ts";
import { writeNote } from "./terminal/output.ts";
import { addAlertsCommand } from "./commands/alerts.ts";
import { addApiCommand } from "./commands/api.ts";
import { addAuditCommand } from "./commands/audit.ts";
import { addBackfillCommand } from "./commands/backfill.ts";
import { addBatchCellCommand } from "./commands/batch-cell.ts";
import { addBundleCommands } from "./commands/bundle.ts";
import { addBisectCommand } from "./commands/bisect.ts";
import { addCancelCommand } from "./commands/cancel.ts";
import { addCheckCommand } from "./commands/check.ts";
import { addDagsCommand } from "./commands/dags.ts";
import { addDataCommand } from "./commands/data.ts";
import { addDbCommand } from "./commands/db.ts";
import { addDiffCommand } from "./commands/diff.ts";
import { addDoctorCommand } from "./commands/doctor.ts";
import { addExplainCommand } from "./commands/explain.ts";
import { addExplainMissCommand } from "./commands/explain-miss.ts";
import { addExportCommand } from "./commands/export.ts";
import { addGoldenCommand } from "./commands/golden.ts";
import { addInitCommand } from "./commands/init.ts";
import { addLogsCommand } from "./commands/logs.ts";
import { addClearCommand } from "./commands/clear.ts";
import { addMcpCommand } from "./commands/mcp.ts";
import { addPauseCommand, addUnpauseCommand } from "./commands/pause.ts";
import { addPlanCommand } from "./commands/plan.ts";
import { addPoolsCommand } from "./commands/pools.ts";
import { addGcCommand } from "./commands/gc.ts";
import { addPruneCommand } from "./commands/prune.ts";
import { addQueryCommand } from "./commands/query.ts";
import { addRerunCommand } from "./commands/rerun.ts";
import { addResultsCommand } from "./commands/results.ts";
import { addRetryCommand } from "./commands/retry.ts";
import { addRunCommand } from "./commands/run.ts";
import { addRunsCommand } from "./commands/runs.ts";
import { addScheduleCommand } from "./commands/schedule.ts";
import { addSchemaCommand } from "./commands/schema.ts";
import { addShowCommand } from "./commands/show.ts";
import { addStorageCommand } from "./commands/storage.ts";
import { addTokensCommand } from "./commands/tokens.ts";
import { addTradesCommand } from "./commands/trades.ts";
import { addUpCommand } from "./commands/up.ts";
import { addUsersCommand } from "./commands/users.ts";
import { addValidateCommand } from "./commands/validate.ts";
import { addWorkerCommand } from "./commands/worker.ts";

/** In the order of the help. What a command takes is in `commands/`, what it does in `actions/`, which is loaded when it is called. */
const COMMANDS: readonly ((program: Command, ports: CommandPorts) => void)[] = [
  addInitCommand,
  addValidateCommand,
  addExplainCommand,
  addCheckCommand,
  addDataCommand,
  addPlanCommand,
  addRunCommand,
  addDagsCommand,
  addRunsCommand,
  addScheduleCommand,
  addShowCommand,
  addResultsCommand,
  addTradesCommand,
  addQueryCommand,
  addExportCommand,
  addDiffCommand,
  addExplainMissCommand,
  addBundleCommands,
  addBisectCommand,
  addGoldenCommand,
  addLogsCommand,
  addCancelCommand,
  addRetryCommand,
  addClearCommand,
  addRerunCommand,
  addBackfillCommand,
  addPauseCommand,
  addUnpauseCommand,
  addAuditCommand,
  addUpCommand,
  addApiCommand,
  addWorkerCommand,
  addMcpCommand,
  addPoolsCommand,
  addGcCommand,
  addPruneCommand,
  addStorageCommand,
  addUsersCommand,
  addTokensCommand,
  addDbCommand,
  addAlertsCommand,
  addSchemaCommand,
  addDoctorCommand,
  addBatchCellCommand,
];

/** All commands with their options; runs none of them. */
export function createProgram(ports: CommandPorts): Command {
  const { version, description } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const program = new Command("nightgrid").description(description).version(version, "-V, --version");
  program.configureOutput({ writeErr: (text) => writeNote(text.replace(/\n$/, "")) });
  program.exitOverride().showHelpAfterError("(see --help)").enablePositionalOptions();
  for (const add of COMMANDS) add(program, ports);
  program.addHelpText(
    "after",
    `
Start here:
  $ nightgrid init                           a first DAG, strategy and callback in this folder
  $ nightgrid run dags/my_first_grid.yaml    compute its grid and print the ranking
  $ nightgrid results last --limit 20        more of the ranking, also --csv and --json
  $ nightgrid up                             run every schedule, and serve the web pages, until Ctrl-C
`,
  );
  return program;
}
