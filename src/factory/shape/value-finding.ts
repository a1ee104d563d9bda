import type { ErrorObject } from "ajv";
import { calendarMeant } from "../../calendar/calendar-names.ts";
import { askWhether, suggestName } from "../../core/text/suggest-name.ts";
import { DURATION_PATTERN } from "../../core/time/duration.ts";
import { percentHint } from "../diagnostics/percent-hint.ts";
import type { Finding } from "../diagnostics/problem.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import type { PathStep } from "../yaml/source-tree.ts";

export const NAME_HINT = "Names start with a letter and go on with letters, digits, _ and -; at most 64 in all.";

type Wording = Pick<Finding, "message" | "hint"> & Partial<Pick<Finding, "code">>;

/** What is wrong with a value, and how to write it, for one error of ajv. */
export function valueFinding(error: ErrorObject, steps: readonly PathStep[]): Wording {
  const name = `"${lastName(steps)}"`;
  const schema = error.parentSchema as JsonSchema;
  const params: Readonly<Record<string, unknown>> = error.params;
  const found = describe(error.data);
  const example = schema.examples?.[0];
  const hint = example === undefined ? null : `For example ${JSON.stringify(example)}.`;
  switch (error.keyword) {
    case "anyOf": {
      const kinds = types(schema.anyOf ?? []);
      const names = (schema.anyOf ?? []).flatMap(({ enum: known = [] }) => known);
      return kinds === ""
        ? { message: `${name} cannot be ${found}.`, hint: valueMeant(error.data, names) ?? schema.description ?? null }
        : { message: `${name} must be ${kinds}, not ${found}.`, hint: schema.description ?? null };
    }
    case "type":
      if (steps.join(".") === "schedule" && typeof error.data === "string") return scheduleShorthand(error.data);
      return {
        message: `${name} must be ${types([schema])}, not ${found}.`,
        hint:
          hint ??
          quoting(schema, error.data) ??
          percentHint(error.data, schema.maximum) ??
          unitHint(schema, error.data),
      };
    case "enum": {
      const allowed = schema.enum ?? [];
      return {
        message: `${name} must be one of ${allowed.join(", ")}, not ${found}.`,
        hint: marketMeant(error.data, steps) ?? valueMeant(error.data, allowed),
      };
    }
    case "required": {
      const key = String(params["missingProperty"]);
      return { code: "DAG_KEY_MISSING", message: `"${key}" is missing here.`, hint: `Add "${key}:".` };
    }
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
      return {
        message: `${name} must be ${range(schema)}, not ${found}.`,
        hint: percentHint(error.data, schema.maximum) ?? unitHint(schema, error.data),
      };
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
      return { message: `${found} is no date.`, hint: "Write it as YYYY-MM-DD, for example 2024-01-31." };
    case "pattern":
      return schema.pattern === DURATION_PATTERN
        ? { message: `${found} is no duration.`, hint: "Write a number and a unit: 30s, 10m, 2h, 365d." }
        : { message: `${name} cannot be ${found}.`, hint: hint ?? NAME_HINT };
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

/** YAML decides by quotes what is text: symbols such as 700 need them, numbers must not have them. */
function quoting({ type }: JsonSchema, value: unknown): string | null {
  if (type === "string" && ["number", "boolean"].includes(typeof value)) return `Quote it: "${JSON.stringify(value)}".`;
  const isNumeric = typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
  return isNumeric && (type === "number" || type === "integer") ? "Remove the quotes." : null;
}

/** What a number that is out of its range, or has its unit with it, ought to mean. */
function unitHint({ type, description }: JsonSchema, value: unknown): string | null {
  const isNumber = type === "number" || type === "integer";
  const isAmount = typeof value === "number" || (typeof value === "string" && /^-?[\d.]+\s*\D+$/.test(value));
  return isNumber && isAmount ? (description ?? null) : null;
}

/** `NYSE` is no misspelling of XNYS. */
function marketMeant(value: unknown, steps: readonly PathStep[]): string | null {
  const meant = steps.at(-1) === "calendar" && typeof value === "string" ? calendarMeant(value) : null;
  return meant === null ? null : askWhether(meant);
}

function scheduleShorthand(cron: string): Wording {
  return {
    message: "A schedule needs a time zone beside its cron.",
    hint: `Write schedule: { cron: ${JSON.stringify(cron)}, timezone: America/New_York }.`,
  };
}

function valueMeant(value: unknown, allowed: readonly string[]): string | null {
  return typeof value === "string" ? suggestName(value, allowed) : null;
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
