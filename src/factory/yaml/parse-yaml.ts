import { parseDocument } from "yaml";
import { type Problem, problemIn } from "../diagnostics/problem.ts";
import { hideReferences } from "./hide-references.ts";
import type { Place, SourceNode } from "./source-tree.ts";
import { TreeReader } from "./tree-reader.ts";

/** Far above any honest file, and far below what hurts. */
export const MAX_YAML_BYTES = 5 * 1024 * 1024;
const MAX_BRACKETS = 1000;

const PARSE_OPTIONS = {
  prettyErrors: false,
  // Its own check is quadratic: half a million keys would take minutes. TreeReader checks.
  uniqueKeys: false,
  resolveKnownTags: false,
} as const;

export interface ParsedYaml {
  /** Null when the text is no YAML at all. */
  readonly root: SourceNode | null;
  readonly problems: readonly Problem[];
}

/** Text → tree with places. Syntax errors end here; everything else that is wrong is reported by later passes. */
export function parseYaml(text: string, file: string): ParsedYaml {
  const whole = { file, start: 0, end: 0 };
  if (Buffer.byteLength(text) > MAX_YAML_BYTES) return refuse(whole, "The file is larger than 5 MB.");
  if (bracketDepth(text) > MAX_BRACKETS) return refuse(whole, "The file is nested too deeply.");
  const nul = text.indexOf("\0");
  if (nul >= 0) return refuse({ file, start: nul, end: nul + 1 }, "The file has a NUL character in it.", TEXT_HINT);
  const hidden = hideReferences(text);
  const document = parseDocument(hidden.text, PARSE_OPTIONS);
  if (document.errors.some(isStackOverflow)) return refuse(whole, "The file is nested too deeply.");
  const syntax = [...document.errors, ...document.warnings].map(({ code, message, pos }) => {
    const place = { file, start: pos[0], end: pos[1] };
    return problemIn(place, "", {
      code: "YAML_SYNTAX",
      message: hidden.show(sentence(code, message)),
      hint: YAML_HINTS[code] ?? null,
    });
  });
  if (syntax.length > 0) return { root: null, problems: syntax };
  if (document.contents === null) {
    return {
      root: null,
      problems: [problemIn(whole, "", { code: "DAG_INVALID", message: "The file is empty.", hint: EMPTY_HINT })],
    };
  }
  const reader = new TreeReader(file, hidden.show);
  const root = reader.read(document.contents, "", 0);
  return { root, problems: reader.problems };
}

const EMPTY_HINT = `Start with "id: my_dag"; "nightgrid init" writes an example.`;

const YAML_HINTS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "Indent with spaces.",
  TAG_RESOLVE_FAILED: "Remove the tag: a DAG file holds only maps, lists, text, numbers and truth values.",
  MULTIPLE_DOCS: "One file is one DAG: remove the --- line or split the file.",
};

const TEXT_HINT = "A DAG file is text: remove the character, or save the file as UTF-8.";
const SIZE_HINT = "A DAG file is written by hand and small; move data into files of its own.";

function refuse(place: Place, message: string, hint = SIZE_HINT): ParsedYaml {
  return { root: null, problems: [problemIn(place, "", { code: "YAML_LIMIT", message, hint })] };
}

/** The composer recurses once per level, and reports an exhausted stack as an error of the text. */
function isStackOverflow({ message }: { readonly message: string }): boolean {
  return /Maximum call stack|Stack overflow/.test(message);
}

/** Millions of open brackets take the parser seconds before it gives up; brackets inside text hardly count. */
function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const sign = text.charCodeAt(i) | 0x20;
    // "[" and "{" differ only in the bit that makes letters small; so do "]" and "}".
    if (sign === 0x7b) depth += 1;
    else if (sign === 0x7d) depth -= 1;
    if (depth > deepest) deepest = depth;
  }
  return deepest;
}

function sentence(code: string, message: string): string {
  if (code === "MULTIPLE_DOCS") return "There is more than one YAML document in the file.";
  return message.endsWith(".") ? message : `${message}.`;
}
