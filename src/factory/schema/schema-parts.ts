import {
  Type,
  type Static,
  type TObject,
  type TProperties,
  type TSchema,
  type TSchemaOptions,
  type TUnsafe,
} from "typebox";
import { DURATION_PATTERN } from "../../core/time/duration.ts";
import type { ParamSpec, ParamValue } from "../../core/params/param-spec.ts";
import { type SettingGroup, SETTING_GROUPS, type SettingGroupName } from "./setting-keys.ts";

interface MapOptions extends TSchemaOptions {
  /** Pairs of keys of which at most one may be given. */
  readonly exclusive?: readonly (readonly [string, string])[];
}

/**
 * A map with these keys and no others. A key with a default is always there once defaults are filled in
 * (so its type is not optional), but need not be written (so it is not `required`).
 */
export function map<T extends TProperties>(properties: T, options: MapOptions): TObject<T> {
  const { exclusive = [], ...rest } = options;
  const schema: unknown = Type.Object(properties, { additionalProperties: false, ...rest });
  const { required = [], ...withoutRequired } = schema as { readonly required?: readonly string[] };
  const toWrite = required.filter((key) => !hasDefault(properties[key]));
  return {
    ...withoutRequired,
    ...(toWrite.length > 0 && { required: toWrite }),
    ...(exclusive.length > 0 && { allOf: exclusive.map((pair) => ({ not: { required: pair } })) }),
  } as unknown as TObject<T>;
}

function hasDefault(schema: TSchema | undefined): boolean {
  return schema !== undefined && "default" in schema;
}

/** A map from names that the user chooses to values of one kind. */
export function recordOf<T extends TSchema>(
  value: T,
  options: TSchemaOptions,
): TUnsafe<Readonly<Record<string, Static<T>>>> {
  return Type.Unsafe<Readonly<Record<string, Static<T>>>>({ type: "object", additionalProperties: value, ...options });
}

/** One of a closed list of words. */
export function oneOf<const T extends readonly string[]>(values: T, options: TSchemaOptions): TUnsafe<T[number]> {
  return Type.Unsafe<T[number]>({ type: "string", enum: values, ...options });
}

/** Value of a strategy parameter; which ones are allowed depends on the strategy. */
export function paramValue(description: string): TUnsafe<ParamValue> {
  return Type.Unsafe<ParamValue>({ type: ["number", "string", "boolean"], description });
}

export function duration(description: string, options: TSchemaOptions = {}) {
  return Type.String({ pattern: DURATION_PATTERN, description, examples: ["30s", "10m", "2h", "365d"], ...options });
}

type SettingValues = Readonly<Record<string, number | string | boolean>>;

/** The schema of `costs` or `execution`, from the table of their keys. */
export function settingGroup(name: SettingGroupName): TUnsafe<SettingValues> {
  const { keys, description }: SettingGroup = SETTING_GROUPS[name];
  const properties = Object.entries(keys).map(([key, { spec, insteadOf, hasOwnDefault }]): [string, TSchema] => [
    key,
    insteadOf === undefined && hasOwnDefault !== false
      ? settingSchema(spec, true)
      : Type.Optional(settingSchema(spec, false)),
  ]);
  const exclusive = Object.entries(keys).flatMap(([key, { insteadOf }]): [string, string][] =>
    insteadOf === undefined ? [] : [[insteadOf, key]],
  );
  return Type.Unsafe<SettingValues>(map(Object.fromEntries(properties), { description, default: {}, exclusive }));
}

function settingSchema(spec: ParamSpec, showDefault: boolean): TSchema {
  const options = { description: spec.description ?? "", ...(showDefault && { default: spec.default }) };
  switch (spec.kind) {
    case "bool":
      return Type.Boolean(options);
    case "choice":
      return oneOf(spec.choices, options);
    case "free":
      return Type.Unsafe<ParamValue>({ type: ["number", "string", "boolean"], ...options });
    case "int":
    case "float": {
      const { min, max } = spec;
      const range = { ...(min !== undefined && { minimum: min }), ...(max !== undefined && { maximum: max }) };
      return spec.kind === "int" ? Type.Integer({ ...options, ...range }) : Type.Number({ ...options, ...range });
    }
  }
}
