import type { Command } from "commander";
import { commandContext, examples } from "../command-context.ts";

/** `nightgrid explain <dag>` */
export function addExplainCommand(program: Command): void {
  program
    .command("explain")
    .description("show every value of a DAG and where it comes from: file and line, or default")
    .argument("<dag>", "a DAG file, or the id of a DAG in dags/")
    .argument("[path]", "only values below this path, such as backtest.costs")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid explain dags/nightly_sp500.yaml", "all values"],
        ["nightgrid explain dags/nightly_sp500.yaml backtest.costs", "only the costs"],
      ),
    )
    .action(async (file: string, below: string | undefined, options) =>
      (await import("../actions/explain.ts")).explain(file, below ?? "", commandContext(options)),
    );
}
