import { AppError, messageOf } from "../core/errors/app-error.ts";
import { formatDuration } from "../core/time/duration.ts";
import { builtInCallback } from "./built-in-callbacks.ts";
import type { CallbackSpec } from "../core/spec/callback-spec.ts";
import { guardedContext, type OpenContext } from "./guarded-context.ts";
import { jsonProblem } from "./json-problem.ts";
import { parseOptions } from "./parse-options.ts";
import type { CallbackOutput } from "./user/callback-questions.ts";
import type { UserCallbacks } from "./user/user-callbacks.ts";
import { withinTime } from "./within-time.ts";

export interface RunCallbackDeps {
  readonly users: UserCallbacks;
  /** How long a callback may tidy up after its signal has fired, in milliseconds. Default 2,000. */
  readonly graceMs?: number;
}

const DEFAULT_GRACE_MS = 2_000;

/**
 * Runs one callback to its end, its time-out, or the abort of `context.signal`. On time-out the callback's signal fires
 * first; a callback that does not heed it is given up after the grace time, a user's by ending its process, and can write
 * nothing from then on.
 *
 * What it returns is passed on under its name when it has a JSON form.
 *
 * @returns the value that was passed on, else undefined
 * @throws AppError CALLBACK_TIMEOUT, CALLBACK_FAILED with the callback's own message and its error as the cause, or
 * what `loadCallback` throws; on abort of `context.signal` its reason
 */
export async function runCallback(spec: CallbackSpec, context: OpenContext, deps: RunCallbackDeps): Promise<unknown> {
  const { ref } = spec;
  const graceMs = deps.graceMs ?? DEFAULT_GRACE_MS;
  const guarded = guardedContext(context);
  const output =
    ref.kind === "builtin"
      ? outputOf(await runBuiltin({ ...spec, ref }, context, graceMs))
      : await deps.users.run(ref, spec, guarded, graceMs);
  return passOn(spec.name, output, context);
}

async function runBuiltin(
  spec: CallbackSpec & { readonly ref: { readonly name: string } },
  context: OpenContext,
  graceMs: number,
): Promise<unknown> {
  const { name, timeoutMs } = spec;
  const timeout = new AppError("CALLBACK_TIMEOUT", `${name} ran longer than ${formatDuration(timeoutMs)}.`, {
    hint: `Raise its "timeout" in the DAG file.`,
  });
  const callback = builtInCallback(spec.ref.name);
  const parsed = callback.options === null ? null : parseOptions(callback.options, spec.options);
  if (parsed !== null && parsed.problems.length > 0) {
    throw new AppError("CALLBACK_INVALID", `${name}: ${parsed.problems.map(({ message }) => message).join(" ")}`);
  }
  // Just checked.
  const options = (parsed?.values ?? spec.options) as never;
  return withinTime({ timeoutMs, timeout, graceMs, signal: context.signal }, async (signal) => {
    try {
      return await callback.run({ ...guardedContext({ ...context, signal }), options });
    } catch (error) {
      throw failed(name, error);
    }
  });
}

function failed(name: string, error: unknown): AppError {
  const hint = error instanceof AppError ? error.hint : undefined;
  return new AppError("CALLBACK_FAILED", `${name}: ${messageOf(error)}`, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
}

function outputOf(value: unknown): CallbackOutput {
  if (value === undefined) return { kind: "nothing" };
  const problem = jsonProblem(value);
  return problem === null ? { kind: "value", value } : { kind: "not_json", problem };
}

async function passOn(name: string, output: CallbackOutput, { values, log }: OpenContext): Promise<unknown> {
  switch (output.kind) {
    case "nothing":
      return undefined;
    case "not_json":
      log.info(`${name}: what it returned is not passed on: ${output.problem}`);
      return undefined;
    case "value":
      await values.set(name, output.value);
      return output.value;
  }
}
