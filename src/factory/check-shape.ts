import type { ErrorObject, ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parseDurationMs } from "../core/duration.ts";
import type { Problem } from "./diagnostics/problem.ts";
import { fillDefaults } from "./fill-defaults.ts";
import type { DagFile } from "./schema/dag-schema.ts";
import { dagJsonSchema } from "./schema/json-schema.ts";
import { pointerSteps, shapeProblems } from "./shape-problems.ts";
import { type MapNode, type PathStep, type SourceNode, toPlain, withEntry } from "./yaml/source-tree.ts";

export interface ShapeCheck {
  /** What is left when everything that does not fit was taken out, defaults filled in: `file` in tree form. */
  readonly tree: MapNode;
  readonly file: DagFile;
  readonly problems: readonly Problem[];
}

/**
 * Checks keys, types and ranges against the schema. What does not fit is reported and taken out, so that later
 * passes can look for more problems in a file that is known to be well-typed.
 */
export function checkShape(merged: MapNode): ShapeCheck {
  const schema = dagJsonSchema();
  let tree = fillDefaults(merged, schema) as MapNode;
  let problems: readonly Problem[] | null = null;
  for (;;) {
    const plain = toPlain(tree);
    const errors = validate(plain);
    problems ??= shapeProblems(errors, tree);
    if (errors.length === 0) return { tree, file: plain as DagFile, problems };
    for (const steps of misfits(errors)) tree = without(tree, steps) as MapNode;
    tree = fillDefaults(tree, schema) as MapNode;
  }
}

let compiled: ValidateFunction | null = null;

function validate(plain: unknown): readonly ErrorObject[] {
  compiled ??= compile();
  compiled(plain);
  return compiled.errors ?? [];
}

function compile(): ValidateFunction {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
  });
  addFormats.default(ajv, ["date"]);
  ajv.addFormat("duration_text", (text: string) => parseDurationMs(text) !== null);
  return ajv.compile(dagJsonSchema());
}

/** Paths to take out, the last items of lists first, so that the numbers of the others stay right. */
function misfits(errors: readonly ErrorObject[]): readonly (readonly PathStep[])[] {
  const paths = new Map<string, readonly PathStep[]>();
  for (const error of errors) {
    const steps = misfitOf(error);
    if (steps.length > 0) paths.set(JSON.stringify(steps), steps);
  }
  return [...paths.values()].sort((a, b) => comparePaths(b, a));
}

function misfitOf(error: ErrorObject): readonly PathStep[] {
  const steps = pointerSteps(error.instancePath);
  const params: Readonly<Record<string, unknown>> = error.params;
  if (error.keyword === "additionalProperties") return [...steps, String(params["additionalProperty"])];
  if (error.keyword === "propertyNames") return [...steps, String(params["propertyName"])];
  if (error.keyword === "not") {
    const pair = (error.schema as { readonly required: readonly string[] }).required;
    return [...steps, pair[1] ?? ""];
  }
  return steps;
}

function comparePaths(a: readonly PathStep[], b: readonly PathStep[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [left, right] = [a[i], b[i]];
    if (left === right || left === undefined || right === undefined) continue;
    return typeof left === "number" && typeof right === "number" ? left - right : String(left) < String(right) ? -1 : 1;
  }
  return a.length - b.length;
}

function without(node: SourceNode, steps: readonly PathStep[]): SourceNode {
  const [step, ...rest] = steps;
  if (step === undefined) return node;
  if (node.kind === "list") {
    const items = node.items.flatMap((item, i) =>
      i !== step ? [item] : rest.length === 0 ? [] : [without(item, rest)],
    );
    return { ...node, items };
  }
  if (node.kind !== "map") return node;
  const entry = node.entries.get(String(step));
  if (entry === undefined) return node;
  return withEntry(node, String(step), rest.length === 0 ? null : { ...entry, value: without(entry.value, rest) });
}
