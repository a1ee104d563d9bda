import type { Command } from "commander";
import type { DataOverrides } from "../../runs/start/override-data.ts";

/** What `plan` and `run` take besides the file. */
export interface RunOptions extends DataOverrides {
  /** `name=value`, each. */
  readonly param: readonly string[];
  /** The logical date, `YYYY-MM-DD` or a moment in ISO 8601; default: now. */
  readonly date?: string;
}

/** The same for both, so that a run does what its plan has said. */
export function addRunOptions(command: Command): Command {
  return command
    .option("--param <name=value>", "replace a parameter, also one of the grid; repeatable", collect, [])
    .option("--date <date>", "logical date; a lookback counts back from it (default: now)")
    .option("--lookback <duration>", "in place of the file's start or lookback, such as 365D")
    .option("--symbols <list>", "in place of the file's symbols, with commas")
    .option("--as-of <date>", "the data as they were known on that day, or at that moment");
}

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}
