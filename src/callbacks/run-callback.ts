import { AppError, messageOf } from "../core/errors/app-error.ts";
import { formatDuration } from "../core/time/duration.ts";
import type { CallbackSpec } from "./callback-spec.ts";
import { guardedContext, type OpenContext } from "./guarded-context.ts";
import { jsonProblem } from "./json-problem.ts";
import { loadCallback, type ImportModule } from "./load-callback.ts";
import { parseOptions } from "./options/parse-options.ts";
import { withinTime } from "./within-time.ts";

export interface RunCallbackDeps {
  readonly importModule: ImportModule;
  /** How long a callback may tidy up after its signal has fired, in milliseconds. Default 2,000. */
  readonly graceMs?: number;
}

const DEFAULT_GRACE_MS = 2_000;

/**
 * Runs one callback to its end, its time-out, or the abort of `context.signal`. On time-out the callback's signal fires
 * first; a callback that does not heed it is given up after the grace time, and can write nothing from then on.
 * (Only an endless loop that never awaits cannot be given up: it holds the thread.)
 *
 * What it returns is passed on under its name when it has a JSON form.
 *
 * @returns the value that was passed on, else undefined
 * @throws AppError CALLBACK_TIMEOUT, CALLBACK_FAILED with the callback's own message and its error as the cause, or
 * what `loadCallback` throws; on abort of `context.signal` its reason
 */
export async function runCallback(spec: CallbackSpec, context: OpenContext, deps: RunCallbackDeps): Promise<unknown> {
  const timeout = new AppError("CALLBACK_TIMEOUT", `${spec.name} ran longer than ${formatDuration(spec.timeoutMs)}.`, {
    hint: `Raise its "timeout" in the DAG file, or make it heed its signal and do less.`,
  });
  const { timeoutMs } = spec;
  const limits = { timeoutMs, timeout, graceMs: deps.graceMs ?? DEFAULT_GRACE_MS, signal: context.signal };
  const value = await withinTime(limits, (signal) => call(spec, { ...context, signal }, deps));
  return await passOn(spec.name, value, context);
}

async function call(spec: CallbackSpec, context: OpenContext, deps: RunCallbackDeps): Promise<unknown> {
  const callback = await loadCallback(spec.ref, deps);
  const parsed = callback.options === null ? null : parseOptions(callback.options, spec.options);
  if (parsed !== null && parsed.problems.length > 0) {
    throw new AppError("CALLBACK_INVALID", `${spec.name}: ${parsed.problems.map(({ message }) => message).join(" ")}`);
  }
  try {
    // The declared options were just checked; without a declaration any record will do.
    const options = (parsed?.values ?? spec.options) as never;
    return await callback.run({ ...guardedContext(context), options });
  } catch (error) {
    throw failed(spec.name, error);
  }
}

function failed(name: string, error: unknown): AppError {
  const hint = error instanceof AppError ? error.hint : undefined;
  return new AppError("CALLBACK_FAILED", `${name}: ${messageOf(error)}`, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
}

async function passOn(name: string, value: unknown, { values, log }: OpenContext): Promise<unknown> {
  if (value === undefined) return undefined;
  const problem = jsonProblem(value);
  if (problem !== null) {
    log.info(`${name}: what it returned is not passed on: ${problem}`);
    return undefined;
  }
  await values.set(name, value);
  return value;
}
