import { CommanderError } from "commander";
import { EXIT, exitCodeOf } from "./exit-codes.ts";
import { endQuietlyOnClosedPipe, errorJson, flushOutput, showError, writeJson } from "./terminal/output.ts";
import { silenceModuleTypeWarning } from "./terminal/silence-module-type-warning.ts";
import { createProgram } from "./program.ts";

/** Commander has told people already; what it throws for `--help` is no error. */
function endOfUsage(error: CommanderError, isJson: boolean): number {
  if (error.exitCode === 0) return EXIT.ok;
  const message = error.message.replace(/^error: /, "");
  if (isJson) writeJson({ error: errorJson({ code: "USAGE", message, hint: "See --help." }) });
  return EXIT.usage;
}

async function main(): Promise<void> {
  endQuietlyOnClosedPipe();
  silenceModuleTypeWarning();
  const isJson = process.argv.includes("--json");
  try {
    await createProgram().parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = endOfUsage(error, isJson);
    } else {
      showError(error, { json: isJson });
      process.exitCode = exitCodeOf(error);
    }
  }
  await flushOutput();
  // Whatever still runs (a strategy without an end, in its thread) has lost its work already.
  process.exit();
}

await main();
