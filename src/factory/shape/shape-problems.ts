import type { ErrorObject } from "ajv";
import { type Finding, type Problem, problemAt, problemAtKey } from "../diagnostics/problem.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { childOf, childPath, type MapNode, nodeAt, type PathStep } from "../yaml/source-tree.ts";
import { unknownKeyHint } from "./unknown-key-hint.ts";
import { NAME_HINT, valueFinding } from "./value-finding.ts";

/** ajv's errors in our words, at the places in the text, without the noise of alternatives that were not meant. */
export function shapeProblems(errors: readonly ErrorObject[], tree: MapNode): readonly Problem[] {
  return withoutNoise(errors).map((error) => toProblem(error, tree));
}

/** `/alerts/0/when` → ["alerts", 0, "when"]. */
function pointerSteps(pointer: string): readonly PathStep[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** Of a union only the branch of the value's own type speaks; without one, only the union does. */
function withoutNoise(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unions = errors.filter((error) => error.keyword === "anyOf");
  return errors.filter((error) => {
    if (error.propertyName !== undefined) return false;
    if (error.keyword === "anyOf") return branchOf(error) < 0;
    const union = unions.find((candidate) => isInside(error, candidate));
    return union === undefined || isInBranch(error, union, branchOf(union));
  });
}

function isInside(error: ErrorObject, union: ErrorObject): boolean {
  return error.schemaPath.startsWith(`${union.schemaPath}/`) && error.instancePath.startsWith(union.instancePath);
}

function isInBranch(error: ErrorObject, union: ErrorObject, branch: number): boolean {
  return error.schemaPath.startsWith(`${union.schemaPath}/${branch}/`);
}

function branchOf(union: ErrorObject): number {
  const branches = union.schema as readonly JsonSchema[];
  return branches.findIndex((branch) => branch.type === jsonType(union.data));
}

function jsonType(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function toProblem(error: ErrorObject, tree: MapNode): Problem {
  const steps = pointerSteps(error.instancePath);
  const node = nodeAt(tree, steps);
  const params: Readonly<Record<string, unknown>> = error.params;
  if (error.keyword === "additionalProperties" || error.keyword === "propertyNames") {
    const key = String(params["additionalProperty"] ?? params["propertyName"]);
    const entry = node.kind === "map" ? node.entries.get(key) : undefined;
    const finding =
      error.keyword === "propertyNames" ? badName(key) : unknownKey(key, { steps, owner: node.path }, error);
    return entry === undefined ? problemAt(node, finding) : problemAtKey(entry, finding);
  }
  if (error.keyword === "not") {
    const [kept = "", dropped = ""] = (error.schema as { readonly required: readonly string[] }).required;
    const message = `"${dropped}" and "${kept}" exclude each other.`;
    const hint = `Keep one; an inherited one is dropped with an empty value (${kept}: null).`;
    return problemAt(childOf(node, dropped) ?? node, { code: "DAG_KEY_CONFLICT", message, hint });
  }
  return problemAt(node, { code: "DAG_VALUE_INVALID", ...valueFinding(error, steps) });
}

function unknownKey(
  key: string,
  { steps, owner }: { readonly steps: readonly PathStep[]; readonly owner: string },
  error: ErrorObject,
): Finding {
  const known = Object.keys((error.parentSchema as JsonSchema).properties ?? {});
  const where = steps.length === 0 ? "a DAG file" : `"${steps.join(".")}"`;
  const { hint, meant } = unknownKeyHint(key, known);
  return {
    code: "DAG_KEY_UNKNOWN",
    message: `There is no key "${key}" in ${where}.`,
    hint,
    meant: meant === null ? null : childPath(owner, meant),
  };
}

function badName(key: string): Finding {
  return { code: "DAG_VALUE_INVALID", message: `"${key}" cannot be a name.`, hint: NAME_HINT };
}
