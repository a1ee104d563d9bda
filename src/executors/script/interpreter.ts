import { open, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import { findProgram } from "../../sandbox/program/host-tools.ts";

/** Programs that run files of an extension, the first one that is there. */
const BY_EXTENSION: Readonly<Record<string, readonly string[]>> = {
  ".py": ["python3", "python"],
  ".sh": ["sh"],
  ".bash": ["bash"],
  ".r": ["Rscript"],
  ".jl": ["julia"],
  ".js": ["node"],
  ".mjs": ["node"],
  ".cjs": ["node"],
  ".ts": ["node"],
  ".rb": ["ruby"],
  ".pl": ["perl"],
  ".lua": ["lua"],
  ".php": ["php"],
};

const SHEBANG_BYTES = 512;

/**
 * The words before a script that run it: of its shebang, else by its extension; none for a program in itself. Names are looked
 * for in the search path, in which the project's virtual environment comes first.
 *
 * @throws AppError INTERPRETER_NOT_FOUND saying what was looked for
 */
export async function interpreterOf(script: string, searchPath: string): Promise<readonly string[]> {
  const shebang = await shebangOf(script);
  if (shebang !== null) {
    const [program = "", ...words] = shebang;
    return [required(program, script, searchPath), ...words];
  }
  const known = BY_EXTENSION[path.extname(script).toLowerCase()];
  if (known !== undefined) {
    const found = known.map((name) => findProgram(name, searchPath)).find((file) => file !== null);
    if (found === undefined) throw notFound(known.join(" or "), script);
    return [found];
  }
  const { mode } = await stat(script);
  if ((mode & 0o111) !== 0) return [];
  throw new AppError("INTERPRETER_NOT_FOUND", `${script} does not say what runs it`, {
    hint: `Begin it with a line such as #!/usr/bin/env python3, make it executable (chmod +x), or write command: [python3, "{script}"].`,
  });
}

/** `#!/usr/bin/env -S python3 -O` as words; the way over `env` is left out, as is the folder of a program that is elsewhere here. */
async function shebangOf(script: string): Promise<readonly string[] | null> {
  await using file = await open(script, "r");
  const { buffer, bytesRead } = await file.read(Buffer.alloc(SHEBANG_BYTES), 0, SHEBANG_BYTES, 0);
  const [line = ""] = buffer.toString("latin1", 0, bytesRead).split("\n", 1);
  if (!line.startsWith("#!")) return null;
  const words = line
    .slice(2)
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (path.basename(words[0] ?? "") !== "env") return words.length === 0 ? null : words;
  const rest = words.slice(1);
  return rest[0] === "-S" ? rest.slice(1) : rest;
}

function required(program: string, script: string, searchPath: string): string {
  const found = findProgram(program, searchPath) ?? findProgram(path.basename(program), searchPath);
  if (found === null) throw notFound(program, script);
  return found;
}

function notFound(program: string, script: string): AppError {
  return new AppError("INTERPRETER_NOT_FOUND", `${script} is run by ${program}, which this host does not have`, {
    hint: "Install it, put it in the PATH of the worker, or write command: with the program that runs it.",
  });
}
