import { readdir } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import { readTextFile } from "../../files/read-text-file.ts";
import type { DeclaredSource } from "./declared/declared-source.ts";
import { MOST_DECLARED_BYTES, readDeclaredSource } from "./declared/read-declared-source.ts";

/** A file of `sources/` that stands for a source. */
export interface SourceFile {
  /** Without its extension. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly kind: "declared" | "code";
}

/** The folder of a project. */
const FOLDER = "sources";
const MOST_FILES = 1000;
const EXTENSIONS: Readonly<Record<string, SourceFile["kind"]>> = {
  ".yaml": "declared",
  ".yml": "declared",
  ".ts": "code",
  ".mts": "code",
  ".js": "code",
  ".mjs": "code",
};

/**
 * The sources of a project, by name. What begins with `_` or `.` is none, and folders are not looked into: there is room for what several
 * of them share.
 */
export async function listSourceFiles(home: string): Promise<readonly SourceFile[]> {
  const folder = path.join(home, FOLDER);
  const names = await readdir(folder).catch(() => []);
  return names
    .toSorted((a, b) => (a < b ? -1 : 1))
    .flatMap((file) => {
      const { name, ext } = path.parse(file);
      const kind = Object.hasOwn(EXTENSIONS, ext) ? EXTENSIONS[ext] : undefined;
      const isOne = kind !== undefined && /^[A-Za-z0-9][\w-]*$/.test(name) && name.length <= 60;
      return isOne ? [{ name, path: path.join(folder, file), kind }] : [];
    })
    .slice(0, MOST_FILES);
}

export type ReadSourceFile =
  | { readonly declared: DeclaredSource }
  /** `name` is what it would be called, as far as can be told. */
  | { readonly name: string; readonly problem: AppError };

/** A declaration, or why it is none: SOURCE_INVALID, FILE_NOT_REGULAR, FILE_TOO_LARGE, FILE_UNREADABLE. */
export async function readSourceFile({ path: file, name }: SourceFile): Promise<ReadSourceFile> {
  let kind = "http";
  try {
    const text = await readTextFile(file, { maxBytes: MOST_DECLARED_BYTES });
    if (/^query\s*:/m.test(text)) kind = "sql";
    return { declared: readDeclaredSource(text, { file: `${FOLDER}/${path.basename(file)}`, name }) };
  } catch (error) {
    if (error instanceof AppError) return { name: `${kind}:${name}`, problem: error };
    throw error;
  }
}
