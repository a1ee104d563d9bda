import { type Command, Option } from "commander";
import { AppError } from "../../core/errors/app-error.ts";
import { REPROCESS_CHOICES } from "../../core/names/states.ts";
import type { BackfillOptions } from "../actions/backfill.ts";
import { commandContext, examples } from "../command-context.ts";
import { addActOptions } from "../options/act-options.ts";
import { wholeNumber } from "../options/whole-number.ts";

/** `nightgrid backfill [dag]` */
export function addBackfillCommand(program: Command): void {
  const command = program
    .command("backfill")
    .description(
      "run a DAG for slots of its schedule in the past, so many at a time; without dates, show its last backfill",
    )
    .argument("[dag]", "a DAG file, or the id of a DAG in dags/")
    .option("--from <day>", "first day, in the zone of the schedule")
    .option("--to <day>", "last day, in the zone of the schedule")
    .addOption(
      new Option("--reprocess <which>", "slots with a run that get another one: none, those whose last one failed, all")
        .choices(REPROCESS_CHOICES)
        .default("none"),
    )
    .option("--max-active <n>", "runs of it at the same time, at most", mostActive, 1)
    .option("--as-of <date>", "the data as they were known on that day, or at that moment, for all of its runs")
    .option("--reverse", "the latest slot first")
    .option("--dry-run", "only show what it would do")
    .option("--cancel <id>", "start nothing more of a backfill, and cancel its runs")
    .option("--resume <id>", "go on with one that was cancelled")
    .option("--detach", "do not follow it; it goes on either way");
  addActOptions(command)
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid backfill nightly_sp500 --from 2026-01-01 --to 2026-01-31 --dry-run", "which slots it would run"],
        ["nightgrid backfill nightly_sp500 --from 2026-01-01 --to 2026-01-31 --max-active 2", "two at a time"],
        ["nightgrid backfill nightly_sp500", "how far its last backfill is"],
        ["nightgrid backfill --cancel 3", "stop it; --resume 3 goes on"],
      ),
    )
    .action(async (name: string | undefined, options: BackfillOptions) =>
      (await import("../actions/backfill.ts")).backfill(name, options, commandContext(options)),
    );
}

function mostActive(text: string): number {
  const most = wholeNumber("--max-active")(text);
  if (most >= 1 && most <= 1000) return most;
  throw new AppError("USAGE", "--max-active is from 1 to 1000.");
}
