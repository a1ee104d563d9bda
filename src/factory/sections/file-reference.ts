import path from "node:path";
import { languageOf } from "../../core/spec/code-language.ts";
import { type Section } from "./section.ts";
import { nodeAt, type PathStep } from "../yaml/source-tree.ts";

export interface FileReference {
  /** Absolute. */
  readonly path: string;
  /** After `#`; "default" without one. */
  readonly exportName: string;
}

/** `./mine.ts`, `../lib/mine.ts#name`, `/abs/mine.py`; null for the name of a built-in. */
export function fileReference(section: Section, steps: readonly PathStep[], text: string): FileReference | null {
  const [file = "", exportName = "default"] = text.split("#");
  if (!/^\.{0,2}\//.test(file) && languageOf(file) === null) return null;
  return { path: resolveBeside(section, steps, file), exportName };
}

/** Relative paths count from the file in which they were written, which may be an extended one. */
export function resolveBeside(section: Section, steps: readonly PathStep[], relative: string): string {
  const writtenIn = nodeAt(section.tree, steps).place?.file ?? section.file;
  return path.resolve(path.dirname(writtenIn), relative);
}
