import type { Command } from "commander";
import { commandContext } from "../command-context.ts";

/** `nightgrid batch-cell` */
export function addBatchCellCommand(program: Command): void {
  program
    .command("batch-cell")
    .description("compute the cells of one job of AWS Batch: jobs run it by themselves")
    .addHelpText("after", "\nIt takes everything from its environment; see docs/aws-batch.md.\n")
    .action(async () => (await import("../actions/batch-cell.ts")).batchCellCommand(commandContext({})));
}
