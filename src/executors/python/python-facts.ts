import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { LRUCache } from "lru-cache";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import { allowedEnv } from "../../sandbox/parent/allowed-env.ts";
import type { Env, Interpreter } from "./find-interpreter.ts";

/** What results depend on besides the code. */
export interface PythonFacts {
  /** Version, as "3.11.7". */
  readonly python: string;
  /** Version of numpy; null when it is not installed. */
  readonly numpy: string | null;
}

interface Known {
  readonly facts: PythonFacts;
  /** Packages are put here; its time changes when one is. */
  readonly packages: readonly string[];
  readonly stamp: string;
}

/** The oldest that the worker runs on. */
const OLDEST = [3, 9] as const;
const ASK_MS = 20_000;
const FACTS = fileURLToPath(new URL("../../../python/nightgrid_worker/facts.py", import.meta.url));
/** Milliseconds past which it is asked again: what `python3` of the PATH means may change elsewhere. */
const LASTING_MS = 60_000;

const execute = promisify(execFile);
const known = new LRUCache<string, Promise<Known>>({ max: 100, ttl: LASTING_MS });

/**
 * Asked once of each interpreter, and again when its packages change. Runs nothing of the user's.
 *
 * @throws AppError PYTHON_MISSING when it cannot be run, or is too old
 */
export async function pythonFacts({ command }: Pick<Interpreter, "command">, env: Env): Promise<PythonFacts> {
  const before = known.get(command);
  const { facts, packages, stamp } = await (before ?? learn(command, env));
  if (before === undefined || (await stampOf(command, packages)) === stamp) return facts;
  return (await learn(command, env)).facts;
}

function learn(command: string, env: Env): Promise<Known> {
  const learning = factsOf(command, env);
  known.set(command, learning);
  learning.catch(() => known.delete(command));
  return learning;
}

async function factsOf(command: string, env: Env): Promise<Known> {
  const { python, numpy, packages } = await ask(command, env);
  const [major = 0, minor = 0] = python.split(".").map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new AppError("PYTHON_MISSING", `${command} is Python ${python}; at least ${OLDEST.join(".")} is needed.`, {
      hint: "Make a virtual environment with a newer one: python3.12 -m venv .venv",
    });
  }
  return { facts: { python, numpy }, packages, stamp: await stampOf(command, packages) };
}

async function ask(command: string, env: Env): Promise<PythonFacts & Pick<Known, "packages">> {
  try {
    const { stdout } = await execute(command, ["-B", FACTS], { env: allowedEnv(env), timeout: ASK_MS });
    return JSON.parse(stdout) as PythonFacts & Pick<Known, "packages">;
  } catch (error) {
    throw new AppError("PYTHON_MISSING", `${command} cannot be run: ${messageOf(error).split("\n", 1)[0] ?? ""}`, {
      hint: "Make the virtual environment anew, or take another interpreter: it is that of .venv, VIRTUAL_ENV or the PATH.",
      cause: error,
    });
  }
}

async function stampOf(command: string, packages: readonly string[]): Promise<string> {
  const times = await Promise.all([command, ...packages].map((file) => stat(file).then(timeOf, () => "none")));
  return times.join(" ");
}

function timeOf({ mtimeMs, ino }: { readonly mtimeMs: number; readonly ino: number }): string {
  return `${mtimeMs}/${ino}`;
}
