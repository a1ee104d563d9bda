import type { Command } from "commander";
import type { AuditOptions } from "../actions/audit.ts";
import { commandContext, examples } from "../command-context.ts";
import { wholeNumber } from "../options/whole-number.ts";

/** `nightgrid audit` */
export function addAuditCommand(program: Command): void {
  program
    .command("audit")
    .description("who did what to runs, DAGs and alarms, when and why, the latest first")
    .option("--dag <id>", "only of this DAG")
    .option("--run <run>", "only of this run: its id, a DAG id (its last run), or last")
    .option("--since <when>", "a duration back (8h, 2d), a day or a moment")
    .option("-n, --lines <n>", "how many; 0 for all", wholeNumber("--lines"), 50)
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid audit", "what was done last"],
        ["nightgrid audit --dag nightly_sp500 --since 7d", "who paused, cancelled or retried it this week"],
        ["nightgrid audit --run last --json", "for programs"],
      ),
    )
    .action(async (options: AuditOptions) =>
      (await import("../actions/audit.ts")).showAudit(options, commandContext(options)),
    );
}
