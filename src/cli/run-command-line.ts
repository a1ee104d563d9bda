import { CommanderError } from "commander";
import { knownSecrets } from "../core/text/known-secrets.ts";
import { SecretMask } from "../core/text/secret-mask.ts";
import type { Documents } from "../contract/documents.ts";
import { EXIT } from "../contract/exit-codes.ts";
import { errorJson } from "../contract/json/error-json.ts";
import { AppError } from "../core/errors/app-error.ts";
import { endQuietlyOnClosedPipe, flushOutput, showError, writeJson } from "./terminal/output.ts";
import { silenceModuleTypeWarning } from "./terminal/silence-module-type-warning.ts";
import { createProgram } from "./program.ts";
import type { CommandPorts } from "./command-ports.ts";

/** Commander has told people already; what it throws for `--help` is no error. */
function endOfUsage(thrown: CommanderError, isJson: boolean): number {
  if (thrown.exitCode === 0) return EXIT.ok;
  const message = thrown.message.replace(/^error: /, "");
  const error = errorJson(new AppError("USAGE", message, { hint: "See --help." }));
  if (isJson) writeJson({ error } satisfies Documents["failure"]);
  return EXIT.usage;
}

/** Does what the command line asks for, and ends the process. */
export async function runCommandLine(ports: CommandPorts): Promise<never> {
  endQuietlyOnClosedPipe();
  silenceModuleTypeWarning();
  const isJson = process.argv.includes("--json");
  try {
    await createProgram(ports).parseAsync();
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      process.exitCode = endOfUsage(thrown, isJson);
    } else {
      const { explainDatabaseError } = await import("../store/problems/explain-database-error.ts");
      const { exitCodeOf } = await import("../contract/error-outcomes.ts");
      const error = explainDatabaseError(thrown);
      showError(error, { json: isJson, secrets: new SecretMask(knownSecrets(process.env)) });
      process.exitCode = exitCodeOf(error);
    }
  }
  await flushOutput();
  // Whatever still runs (a strategy without an end, in its thread) has lost its work already.
  return process.exit();
}
