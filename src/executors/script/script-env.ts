import { existsSync } from "node:fs";
import path from "node:path";
import { allowedEnv } from "../../sandbox/parent/allowed-env.ts";

/** Where a project keeps its own Python, unless VIRTUAL_ENV names another one. */
const VENV = ".venv";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment that all cells of a script share: an allow-list (see `allowedEnv`), with the project's virtual environment
 * switched on as its `activate` does it.
 */
export function scriptEnv(env: Environment, home: string): Readonly<Record<string, string>> {
  // One that is not there is none.
  const { VIRTUAL_ENV: _, ...allowed } = allowedEnv(env);
  const venv = venvOf(env, home);
  const searchPath = allowed["PATH"] ?? "/usr/local/bin:/usr/bin:/bin";
  return {
    ...allowed,
    PATH: venv === null ? searchPath : `${path.join(venv, "bin")}${path.delimiter}${searchPath}`,
    ...(venv !== null && { VIRTUAL_ENV: venv }),
    // Python holds back what it prints into a file, and takes the file to be ASCII where there is no locale.
    PYTHONUNBUFFERED: "1",
    PYTHONIOENCODING: "utf-8",
  };
}

function venvOf(env: Environment, home: string): string | null {
  const own = path.join(home, VENV);
  if (existsSync(path.join(own, "bin"))) return own;
  const named = env["VIRTUAL_ENV"];
  return named !== undefined && path.isAbsolute(named) && existsSync(path.join(named, "bin")) ? named : null;
}
