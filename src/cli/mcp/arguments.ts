import { AppError } from "../../core/errors/app-error.ts";
import { suggestName } from "../../core/text/suggest-name.ts";

/** What a tool takes: texts, whole numbers, truth values, lists of texts, and values by name. */
interface Shapes {
  readonly text: string;
  readonly count: number;
  readonly flag: boolean;
  readonly texts: readonly string[];
  readonly values: Readonly<Record<string, string | number | boolean>>;
}
type Kind = keyof Shapes;

export interface Argument<K extends Kind = Kind, Needed extends boolean = boolean> {
  readonly kind: K;
  readonly isNeeded: Needed;
  readonly description: string;
  /** Of a whole number, inclusive; of a list, how many there may be. */
  readonly most?: number;
}

export type Arguments = Readonly<Record<string, Argument>>;
export type Given<T extends Arguments> = {
  readonly [Name in keyof T]: T[Name] extends Argument<infer K, infer Needed>
    ? Needed extends true
      ? Shapes[K]
      : Shapes[K] | undefined
    : never;
};

export function needed<K extends Kind>(kind: K, description: string, most?: number): Argument<K, true> {
  return { kind, isNeeded: true, description, ...(most !== undefined && { most }) };
}

export function optional<K extends Kind>(kind: K, description: string, most?: number): Argument<K, false> {
  return { kind, isNeeded: false, description, ...(most !== undefined && { most }) };
}

const LONGEST = 1000;
const SCALAR = { anyOf: [{ type: "string" }, { type: "number" }, { type: "boolean" }] };

const SCHEMAS: Readonly<Record<Kind, (most: number) => Readonly<Record<string, unknown>>>> = {
  text: () => ({ type: "string", maxLength: LONGEST }),
  count: (most) => ({ type: "integer", minimum: 0, maximum: most }),
  flag: () => ({ type: "boolean" }),
  texts: (most) => ({ type: "array", items: { type: "string", maxLength: LONGEST }, maxItems: most }),
  values: () => ({ type: "object", additionalProperties: SCALAR }),
};

const FITS: Readonly<Record<Kind, (value: unknown, most: number) => boolean>> = {
  text: isText,
  count: (value, most) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most,
  flag: (value) => typeof value === "boolean",
  texts: (value, most) => Array.isArray(value) && value.length <= most && value.every(isText),
  values: (value) =>
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(isScalar),
};

/** As JSON Schema, for `tools/list`. */
export function argumentsSchema(all: Arguments): Readonly<Record<string, unknown>> {
  const entries = Object.entries(all);
  return {
    type: "object",
    properties: Object.fromEntries(
      entries.map(([name, { kind, description, most = LONGEST }]) => [name, { ...SCHEMAS[kind](most), description }]),
    ),
    required: entries.flatMap(([name, { isNeeded }]) => (isNeeded ? [name] : [])),
    additionalProperties: false,
  };
}

/** @throws AppError USAGE, which names the argument and what it takes */
export function readArguments<T extends Arguments>(all: T, given: Readonly<Record<string, unknown>>): Given<T> {
  const names = Object.keys(all);
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(all, name));
  if (unknown !== undefined) {
    throw new AppError("USAGE", `There is no argument "${unknown}".`, { hint: suggestName(unknown, names) });
  }
  for (const [name, { kind, isNeeded, description, most = LONGEST }] of Object.entries(all)) {
    const value = given[name];
    if (value === undefined && !isNeeded) continue;
    if (value !== undefined && FITS[kind](value, most)) continue;
    const what = value === undefined ? "is missing" : "is not as it should be";
    const hint = `${description}. As JSON Schema: ${JSON.stringify(SCHEMAS[kind](most))}`;
    throw new AppError("USAGE", `The argument "${name}" ${what}.`, { hint });
  }
  // Each has been held to its kind.
  return given as Given<T>;
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value.length <= LONGEST;
}

function isScalar(value: unknown): boolean {
  return isText(value) || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));
}
