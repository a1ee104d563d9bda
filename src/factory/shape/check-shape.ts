import type { ErrorObject, ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { Problem } from "../diagnostics/problem.ts";
import type { DagFile } from "../schema/dag-schema.ts";
import { dagJsonSchema } from "../schema/json-schema.ts";
import { type MapEntry, type MapNode, type SourceNode, toPlain } from "../yaml/source-tree.ts";
import { fillDefaults } from "./fill-defaults.ts";
import { shapeProblems } from "./shape-problems.ts";

export interface ShapeCheck {
  /** What is left when everything that does not fit was taken out, defaults filled in: `file` in tree form. */
  readonly tree: MapNode;
  readonly file: DagFile;
  readonly problems: readonly Problem[];
}

/**
 * Checks keys, types and ranges against the schema. What does not fit is reported and taken out, so that later
 * passes can look for more problems in a file that is known to be well-typed. What only has a bad name stays.
 */
export function checkShape(merged: MapNode): ShapeCheck {
  const schema = dagJsonSchema();
  let tree = fillDefaults(merged, schema);
  let problems: readonly Problem[] | null = null;
  for (;;) {
    const plain = toPlain(tree);
    const errors = validate(plain);
    problems ??= shapeProblems(errors, tree);
    const misfits = errors.filter(isMisfit).map(misfitOf);
    if (misfits.length === 0) return { tree, file: plain as DagFile, problems };
    tree = fillDefaults(without(tree, new Set(misfits), ""), schema);
  }
}

let compiled: ValidateFunction | null = null;

function validate(plain: unknown): readonly ErrorObject[] {
  compiled ??= compile();
  compiled(plain);
  // "At most one of two keys" is broken by whatever has no keys at all; that it is no map is said already.
  return (compiled.errors ?? []).filter(({ keyword, data }) => keyword !== "not" || isMap(data));
}

function isMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function compile(): ValidateFunction {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    // A test holds the schema to its own; both take half of the time of compiling it.
    validateSchema: false,
    code: { optimize: false },
  });
  addFormats.default(ajv, ["date"]);
  return ajv.compile(dagJsonSchema());
}

function isMisfit({ keyword, propertyName }: ErrorObject): boolean {
  return keyword !== "propertyNames" && propertyName === undefined;
}

/** JSON pointer of what has to go for an error to go. */
function misfitOf(error: ErrorObject): string {
  const params: Readonly<Record<string, unknown>> = error.params;
  switch (error.keyword) {
    case "additionalProperties":
      return pointer(error.instancePath, String(params["additionalProperty"]));
    case "not": {
      const [, dropped = ""] = (error.schema as { readonly required: readonly string[] }).required;
      return pointer(error.instancePath, dropped);
    }
    default:
      return error.instancePath;
  }
}

/** In one walk: a file can have as many misfits as values. */
function without<T extends SourceNode>(node: T, misfits: ReadonlySet<string>, at: string): T;
function without(node: SourceNode, misfits: ReadonlySet<string>, at: string): SourceNode {
  if (node.kind === "list") {
    const items = node.items.flatMap((item, i) => {
      const inner = `${at}/${i}`;
      return misfits.has(inner) ? [] : [without(item, misfits, inner)];
    });
    return { ...node, items };
  }
  if (node.kind !== "map") return node;
  const entries = new Map<string, MapEntry>();
  for (const [key, { keyPlace, value }] of node.entries) {
    const inner = pointer(at, key);
    if (!misfits.has(inner)) entries.set(key, { keyPlace, value: without(value, misfits, inner) });
  }
  return { ...node, entries };
}

function pointer(parent: string, key: string): string {
  return `${parent}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
