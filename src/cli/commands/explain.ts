import path from "node:path";
import type { Command } from "commander";
import type { ExplainedValue } from "../../factory/explain-dag.ts";
import { commandContext, examples, type CommandContext } from "../command-context.ts";

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
      explain(file, below ?? "", commandContext(options)),
    );
}

async function explain(file: string, below: string, context: CommandContext): Promise<void> {
  const { output, cwd } = context;
  const { loadDagFile } = await import("../project/load-dag-file.ts");
  const { explainDag } = await import("../../factory/explain-dag.ts");
  const { textTable } = await import("../../core/text/text-table.ts");
  const values = explainDag(await loadDagFile(file, context)).filter((value) => isBelow(value.path, below));
  output.json("explanation", { values });
  const rows = values.map(({ path: place, value, origin }) => [place, JSON.stringify(value), originText(origin, cwd)]);
  for (const line of textTable([["path", "value", "from"], ...rows], { leftColumns: [0, 1, 2] })) output.print(line);
}

function isBelow(place: string, below: string): boolean {
  return below === "" || place === below || place.startsWith(`${below}.`) || place.startsWith(`${below}[`);
}

function originText(origin: ExplainedValue["origin"], cwd: string): string {
  return origin === "default" ? "default" : `${path.relative(cwd, origin.file)}:${origin.line}`;
}
