import type { ErrorObject } from "ajv";
import { type Finding, type Problem, problemAt, problemAtKey, suggestion } from "./diagnostics/problem.ts";
import { type JsonSchema } from "./schema/json-schema.ts";
import { unknownKeyHint } from "./unknown-key-hint.ts";
import { childOf, type MapNode, nodeAt, type PathStep } from "./yaml/source-tree.ts";

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
    const finding = error.keyword === "propertyNames" ? badName(key) : unknownKey(key, steps, error);
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

function unknownKey(key: string, steps: readonly PathStep[], error: ErrorObject): Finding {
  const known = Object.keys((error.parentSchema as JsonSchema).properties ?? {});
  const where = steps.length === 0 ? "a DAG file" : `"${steps.join(".")}"`;
  return {
    code: "DAG_KEY_UNKNOWN",
    message: `There is no key "${key}" in ${where}.`,
    hint: unknownKeyHint(key, known),
  };
}

function badName(key: string): Finding {
  return { code: "DAG_VALUE_INVALID", message: `"${key}" cannot be a name.`, hint: NAME_HINT };
}

const NAME_HINT = "Names start with a letter and go on with letters, digits, _ and -; at most 64 in all.";

type Wording = Pick<Finding, "message" | "hint"> & Partial<Pick<Finding, "code">>;

function valueFinding(error: ErrorObject, steps: readonly PathStep[]): Wording {
  const name = `"${lastName(steps)}"`;
  const schema = error.parentSchema as JsonSchema;
  const found = describe(error.data);
  const example = schema.examples?.[0];
  const hint = example === undefined ? null : `For example ${JSON.stringify(example)}.`;
  switch (error.keyword) {
    case "anyOf":
      return {
        message: `${name} must be ${types(schema.anyOf ?? [])}, not ${found}.`,
        hint: schema.description ?? null,
      };
    case "type":
      if (steps.join(".") === "schedule" && typeof error.data === "string") return scheduleShorthand(error.data);
      return { message: `${name} must be ${types([schema])}, not ${found}.`, hint };
    case "enum": {
      const allowed = schema.enum ?? [];
      return {
        message: `${name} must be one of ${allowed.join(", ")}, not ${found}.`,
        hint: didYouMean(error.data, allowed),
      };
    }
    case "required": {
      const key = String((error.params as Readonly<Record<string, unknown>>)["missingProperty"]);
      return { code: "DAG_KEY_MISSING", message: `"${key}" is missing here.`, hint: `Add "${key}:".` };
    }
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
      return { message: `${name} must be ${range(schema)}, not ${found}.` };
    case "minItems":
    case "minLength":
      return { message: `${name} must not be empty.`, hint };
    case "uniqueItems":
      return { message: `${name} has a value twice.`, hint: "Keep one of them." };
    case "maxItems":
    case "maxProperties":
      if (schema.maxProperties !== 1) return { message: `${name} has too many entries: ${error.message ?? ""}.` };
      return { message: CALLBACK_SHAPE, hint: "For example { rank: { top: 5 } }." };
    case "minProperties":
      return {
        message: CALLBACK_SHAPE,
        hint: "For example { rank: { top: 5 } }.",
      };
    case "format":
      return schema.examples === undefined
        ? { message: `${found} is no date.`, hint: "Write it as YYYY-MM-DD, for example 2024-01-31." }
        : { message: `${found} is no duration.`, hint: "Write a number and a unit: 30s, 10m, 2h, 365d." };
    case "pattern":
      return { message: `${name} cannot be ${found}.`, hint: hint ?? NAME_HINT };
    default:
      return { message: `${name} ${error.message ?? "is not right"}.`, hint };
  }
}

const CALLBACK_SHAPE = "A callback with options is a map with one key, its name.";

/** `fast`, or `to[0]` for an item of a list. */
function lastName(steps: readonly PathStep[]): string {
  const name = steps.findLastIndex((step) => typeof step === "string");
  const [key = "", ...numbers] = steps.slice(Math.max(0, name));
  return [key, ...numbers.map((number) => `[${number}]`)].join("");
}

function scheduleShorthand(cron: string): Wording {
  return {
    message: "A schedule needs a time zone beside its cron.",
    hint: `Write schedule: { cron: ${JSON.stringify(cron)}, timezone: America/New_York }.`,
  };
}

function didYouMean(value: unknown, allowed: readonly string[]): string | null {
  return typeof value === "string" ? suggestion(value, allowed) : null;
}

function range({ minimum, exclusiveMinimum, maximum }: JsonSchema): string {
  const low = exclusiveMinimum === undefined ? minimum : exclusiveMinimum;
  const above = exclusiveMinimum === undefined ? `at least ${low}` : `above ${low}`;
  if (maximum === undefined) return above;
  return low === undefined ? `at most ${maximum}` : `${above} and at most ${maximum}`;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  null: "empty",
};

function types(schemas: readonly JsonSchema[]): string {
  return schemas
    .flatMap(({ type = [] }) => type)
    .map((type) => TYPE_WORDS[type] ?? type)
    .join(" or ");
}

function describe(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a map" : JSON.stringify(value);
}
