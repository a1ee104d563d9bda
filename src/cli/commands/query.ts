import { type Command, Option } from "commander";
import { type QueryOptions, QUERY_FORMATS } from "../options/query-options.ts";
import { commandContext, examples } from "../command-context.ts";
import { wholeNumber } from "../options/whole-number.ts";

/** `nightgrid query <sql>` */
export function addQueryCommand(program: Command): void {
  program
    .command("query")
    .description("ask runs, cells, metrics and series by SQL (DuckDB): one SELECT")
    .argument("<sql>", "the query; - reads it from stdin")
    .option("--run <run>", "only this run: a run id, a DAG id (its last run), or last")
    .option("--dag <id>", "only runs of this DAG")
    .option("--since <time>", "only runs asked for since then: a duration (8h, 2d), a day or a moment")
    .addOption(new Option("--format <format>", "how the answer is written (default: table)").choices(QUERY_FORMATS))
    .option("-o, --output <file>", "where to, whole or not at all (default: stdout); Parquet needs one")
    .option("--limit <n>", "rows of a table; 0 for all (default: 50)", wholeNumber("--limit"))
    .option("--memory <size>", "the query may take so much: 512MB, 4GB (default: 1GB)")
    .option("--timeout <time>", "and so long: 30s, 10m (default: 60s)")
    .addOption(new Option("--csv", "the same as --format csv").conflicts(["json", "format"]))
    .addOption(new Option("--json", "one JSON document").conflicts("format"))
    .addHelpText(
      "after",
      examples(
        [`nightgrid query "show tables"`, "what there is"],
        [
          `nightgrid query "select fast, slow, sharpe from cells order by sharpe desc limit 5" --run last`,
          "the best cells",
        ],
        [`nightgrid query "from backtest_metrics" --since 30d --csv`, "the nights of a month"],
        [`nightgrid query "from equity" --dag nightly --format parquet -o equity.parquet`, "for a notebook"],
      ),
    )
    .action(async (sql: string, options: QueryOptions) =>
      (await import("../actions/query.ts")).query(sql, options, commandContext(options)),
    );
}
