import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";

export interface Interpreter {
  /** Absolute. */
  readonly command: string;
  /** Where it was found, as it is shown. */
  readonly origin: ".venv" | "VIRTUAL_ENV" | "PATH";
}

export type Env = Readonly<Record<string, string | undefined>>;

/** What lies in the folder of a project, the nearest first; its own folder when there is none. */
const ROOT_MARKS = [
  ".venv",
  "pyproject.toml",
  "uv.lock",
  "poetry.lock",
  "requirements.txt",
  "setup.py",
  "dags",
  ".git",
];

/** The folder that the modules of a Python file's project are imported from. @param file absolute */
export function projectRootOf(file: string): string {
  const own = path.dirname(file);
  return foldersAbove(own).find((folder) => ROOT_MARKS.some((mark) => existsSync(path.join(folder, mark)))) ?? own;
}

/**
 * The interpreter of a project: that of the nearest `.venv` from the file's folder upwards to the project's, else of VIRTUAL_ENV,
 * else `python3` or `python` of the PATH.
 *
 * @param file absolute, or a folder of the project
 * @throws AppError PYTHON_MISSING
 */
export function findInterpreter(file: string, env: Env): Interpreter {
  const within = foldersWithin(file);
  const venv = environmentOf(file);
  const ofVenv = venv === null ? null : pythonIn(path.join(venv, "bin"));
  if (ofVenv !== null) return { command: ofVenv, origin: ".venv" };
  const active = env["VIRTUAL_ENV"] ?? "";
  const ofActive = active === "" ? null : pythonIn(path.join(active, "bin"));
  if (ofActive !== null) return { command: ofActive, origin: "VIRTUAL_ENV" };
  for (const folder of (env["PATH"] ?? "").split(path.delimiter)) {
    const command = path.isAbsolute(folder) ? pythonIn(folder) : null;
    if (command !== null) return { command, origin: "PATH" };
  }
  throw new AppError("PYTHON_MISSING", `There is no Python to run ${file} with`, {
    hint: `Looked for .venv from ${within[0] ?? ""} up to ${within.at(-1) ?? ""}, VIRTUAL_ENV, and python3 of the PATH. Make one: python3 -m venv .venv && .venv/bin/python -m pip install numpy`,
  });
}

/** The nearest `.venv` that has a Python, from a file's folder upwards to its project's; null for none. @param file absolute */
export function environmentOf(file: string): string | null {
  const folders = foldersWithin(file).map((folder) => path.join(folder, ".venv"));
  return folders.find((folder) => pythonIn(path.join(folder, "bin")) !== null) ?? null;
}

/** From a file's folder upwards to its project's. */
function foldersWithin(file: string): readonly string[] {
  const folders = foldersAbove(path.dirname(file));
  return folders.slice(0, folders.indexOf(projectRootOf(file)) + 1);
}

function pythonIn(folder: string): string | null {
  return ["python3", "python"].map((name) => path.join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** From the folder itself on. */
function foldersAbove(folder: string): readonly string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}
