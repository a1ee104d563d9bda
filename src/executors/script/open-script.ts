import { isUtf8 } from "node:buffer";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import type { CodeFile } from "../../core/values/code-file.ts";
import { hashValue, sha256 } from "../../core/values/hash.ts";
import type { ScriptRef } from "../../core/spec/script-spec.ts";
import { findProgram, hostTools } from "../../sandbox/program/host-tools.ts";
import { PYTHON_LOCKS, pythonSourceFiles, pythonSourceHash } from "../python/python-code.ts";
import type { ScriptStart } from "./cell-command.ts";
import { contentHash, inputHashes } from "./content-hashes.ts";
import { interpreterOf } from "./interpreter.ts";
import { programVersion } from "./program-version.ts";

/** A script of this host, ready to be started. */
export interface OpenScript {
  readonly start: ScriptStart;
  readonly env: Readonly<Record<string, string>>;
  /** SHA-256 over the script, what it imports from the project where it is Python, its inputs, how it is started, by which version, and the lock file beside it. */
  readonly codeHash: string;
  /** That what runs it is not on this host; null when it is. */
  readonly lacks: AppError | null;
}

/** Of a script that is kept, in bytes: a program that was compiled is no text to compare. */
const LONGEST_TEXT = 1024 * 1024;

/** Files that pin what a script imports, in the project's folder. */
const LOCK_FILES = [...PYTHON_LOCKS, "renv.lock", "package-lock.json"];

export interface ScriptPlace {
  /** The project's folder. */
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

/** @throws AppError FILE_NOT_FOUND for the script, or an input of it */
export async function openScript(ref: ScriptRef, { home, env }: ScriptPlace): Promise<OpenScript> {
  const { path: script, command, inputs, resources } = ref;
  const hash = script === null ? null : await contentHash(script);
  if (script !== null && hash === null) throw noSuchScript(script);
  const searchPath = env["PATH"] ?? "";
  const found = await findStart(ref, { searchPath, home });
  const { interpreter, program } = found;
  const isHeld = resources.isolation === "normal" || (await hostTools()).strict !== null;
  const locks = await Promise.all(LOCK_FILES.map((name) => contentHash(path.join(home, name))));
  const codeHash = hashValue({
    script: script !== null && isPython(script, command ?? interpreter) ? await pythonSourceHash(script) : hash,
    name: script === null ? null : path.basename(script),
    command,
    interpreter: interpreter.slice(1),
    version: program === null || program === script ? "" : await programVersion(program, env),
    inputs: await inputHashes(inputs),
    locks,
  });
  return {
    start: { command, interpreter, script },
    env,
    codeHash,
    lacks: found.lacks ?? (isHeld ? null : noIsolation()),
  };
}

/** The text of a script, with what it imports where it is Python; its inputs are not among it. None of one that is no text. */
export function scriptFiles(script: string): () => Promise<readonly CodeFile[]> {
  return async () => {
    if (isPython(script, [])) return pythonSourceFiles(script);
    const { size } = await stat(script);
    const bytes = size > LONGEST_TEXT ? null : await readFile(script);
    if (bytes === null || !isUtf8(bytes)) return [];
    const text = bytes.toString("utf8");
    return [{ path: path.basename(script), hash: sha256(text), text }];
  };
}

interface FoundStart {
  readonly interpreter: readonly string[];
  /** Whose version counts; null for the script itself. */
  readonly program: string | null;
  readonly lacks: AppError | null;
}

async function findStart(
  { path: script, command }: ScriptRef,
  { searchPath, home }: { readonly searchPath: string; readonly home: string },
): Promise<FoundStart> {
  try {
    if (command !== null) {
      return { interpreter: [], program: commandProgram(command, { script, searchPath, home }), lacks: null };
    }
    const interpreter = script === null ? [] : await interpreterOf(script, searchPath);
    return { interpreter, program: interpreter[0] ?? null, lacks: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "INTERPRETER_NOT_FOUND") throw error;
    return { interpreter: [], program: null, lacks: error };
  }
}

/** What a Python script imports from its project is part of it. */
function isPython(script: string, words: readonly string[]): boolean {
  return (
    script.toLowerCase().endsWith(".py") || words.some((word) => /^(?:python|pypy)[\d.]*$/.test(path.basename(word)))
  );
}

/** The program of a command, absolute; the script itself where that comes first. */
function commandProgram(
  [first = ""]: readonly string[],
  { script, searchPath, home }: { readonly script: string | null; readonly searchPath: string; readonly home: string },
): string {
  const name = first === "{script}" ? (script ?? "") : first;
  const found = findProgram(name.includes("/") ? path.resolve(home, name) : name, searchPath);
  if (found !== null) return found;
  throw new AppError("INTERPRETER_NOT_FOUND", `There is no program "${name}" on this host`, {
    hint: "The first word of command: is a program of the PATH, or a file of the project that can be executed.",
  });
}

function noSuchScript(script: string): AppError {
  return new AppError("FILE_NOT_FOUND", `The script ${script} does not exist`, {
    hint: "Workers on other hosts need the project's files too.",
  });
}

function noIsolation(): AppError {
  return new AppError("ISOLATION_MISSING", "This host gives no process namespaces, which isolation: strict needs", {
    hint: "Allow unprivileged user namespaces (kernel.unprivileged_userns_clone=1, or an AppArmor profile), or write isolation: normal.",
  });
}
