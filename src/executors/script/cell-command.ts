import type { Params, ParamValue } from "../../core/params/param-spec.ts";

/** What a program is told of the cell that it computes. */
export interface CellFacts {
  readonly runId: string;
  readonly cell: number;
  readonly params: Params;
  /** As it was in the cache: canonical JSON of `params`. */
  readonly paramsJson: string;
  readonly outputDir: string;
  /** `YYYY-MM-DD`, inclusive; null is open. */
  readonly startDate: string | null;
  readonly endDate: string | null;
}

/** `--key value` of each parameter, then the folder that its files belong into. */
export function cellArgs({ params, outputDir }: Pick<CellFacts, "params" | "outputDir">): readonly string[] {
  return [...Object.entries(params).flatMap(([name, value]) => flag(name, value)), "--output_dir", outputDir];
}

/** A text that begins like a flag is tied to its name by `=`, which argparse, click, optparse and getopt understand. */
function flag(name: string, value: ParamValue): readonly string[] {
  const text = String(value);
  return typeof value === "string" && text.startsWith("-") ? [`--${name}=${text}`] : [`--${name}`, text];
}

/**
 * argv of a cell.
 *
 * @param start words of `command:` with its placeholders, or the interpreter
 * @param script null where the command says all
 */
export function cellCommand({ command, interpreter, script }: ScriptStart, facts: CellFacts): readonly string[] {
  const args = cellArgs(facts);
  if (command === null) return [...interpreter, ...(script === null ? [] : [script]), ...args];
  const values: Readonly<Record<string, string>> = {
    script: script ?? "",
    output_dir: facts.outputDir,
    start_date: facts.startDate ?? "",
    end_date: facts.endDate ?? "",
    run_id: facts.runId,
    cell: String(facts.cell),
  };
  const fill = (word: string): string => word.replaceAll(/\{([a-z_]+)\}/g, (all, name: string) => values[name] ?? all);
  const hasArgs = command.includes("{args}");
  const words = command.flatMap((word) => (word === "{args}" ? args : [fill(word)]));
  return hasArgs ? words : [...words, ...args];
}

/** How a script is started. */
export interface ScriptStart {
  readonly command: readonly string[] | null;
  /** Words before the script; empty where it is a program in itself, and where there is a command. */
  readonly interpreter: readonly string[];
  readonly script: string | null;
}

/** What says the same in the environment. */
export function cellEnv(facts: CellFacts): Readonly<Record<string, string>> {
  return {
    BACKTEST_RUN_ID: facts.runId,
    BACKTEST_OUTPUT_DIR: facts.outputDir,
    BACKTEST_CELL: String(facts.cell),
    BACKTEST_PARAMS: facts.paramsJson,
    BACKTEST_START_DATE: facts.startDate ?? "",
    BACKTEST_END_DATE: facts.endDate ?? "",
  };
}
