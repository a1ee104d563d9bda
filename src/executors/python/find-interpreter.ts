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
  const folders = foldersAbove(path.dirname(file));
  const root = projectRootOf(file);
  const within = folders.slice(0, folders.indexOf(root) + 1);
  for (const folder of within) {
    const command = pythonIn(path.join(folder, ".venv", "bin"));
    if (command !== null) return { command, origin: ".venv" };
  }
  const active = env["VIRTUAL_ENV"] ?? "";
  const ofActive = active === "" ? null : pythonIn(path.join(active, "bin"));
  if (ofActive !== null) return { command: ofActive, origin: "VIRTUAL_ENV" };
  for (const folder of (env["PATH"] ?? "").split(path.delimiter)) {
    const command = path.isAbsolute(folder) ? pythonIn(folder) : null;
    if (command !== null) return { command, origin: "PATH" };
  }
  throw new AppError("PYTHON_MISSING", `There is no Python to run ${file} with`, {
    hint: `Looked for .venv from ${within[0] ?? root} up to ${root}, VIRTUAL_ENV, and python3 of the PATH. Make one: python3 -m venv .venv && .venv/bin/python -m pip install numpy`,
  });
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
