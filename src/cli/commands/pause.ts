import type { Command } from "commander";
import type { PauseOptions } from "../actions/pause.ts";
import { commandContext, examples } from "../command-context.ts";
import { addActOptions } from "../options/act-options.ts";

/** `nightgrid pause <what>` */
export function addPauseCommand(program: Command): void {
  addOne(program, "pause", "let a DAG start nothing by itself, or a run begin nothing new, until it is unpaused", [
    [`nightgrid pause nightly_sp500 --reason "vendor is down"`, "its slots are recorded as skipped; runs by hand work"],
    ["nightgrid pause last", "the run that was started last"],
  ]);
}

/** `nightgrid unpause <what>` */
export function addUnpauseCommand(program: Command): void {
  addOne(program, "unpause", "let a paused DAG or run go on", [
    ["nightgrid unpause nightly_sp500", "from its next slot on"],
    ["nightgrid unpause last", "the run goes on where it was"],
  ]);
}

function addOne(
  program: Command,
  name: "pause" | "unpause",
  description: string,
  shown: readonly (readonly [command: string, meaning: string])[],
): void {
  const command = program
    .command(name)
    .description(description)
    .argument("<what>", "a DAG (its id or file), or a run (its id, or last)");
  addActOptions(command)
    .option("--json", "one JSON document")
    .addHelpText("after", examples(...shown))
    .action(async (what: string, options: PauseOptions) => {
      const isPaused = name === "pause";
      await (await import("../actions/pause.ts")).setPaused(what, { ...options, isPaused }, commandContext(options));
    });
}
