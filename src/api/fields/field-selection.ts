import type { TSchema } from "typebox";
import { AppError } from "../../core/errors/app-error.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import { printableLine } from "../../core/text/printable.ts";

/** Which keys of an object are wanted, and of each which of its own; an empty tree is all of them. */
export interface FieldTree {
  readonly [key: string]: FieldTree;
}

interface ObjectSchema {
  readonly properties: Readonly<Record<string, TSchema>>;
  /** Keys that only the data know. */
  readonly isOpen: boolean;
}

/**
 * Which fields of a document a client wants: `run_id,state,best.value`. Of a page they are those of its items.
 *
 * @param schema of the document
 * @throws AppError REQUEST_INVALID naming each field that there is not, and the nearest that there is
 */
export function selectFields(text: string, schema: TSchema): FieldTree {
  const faults: string[] = [];
  const root: MutableTree = Object.create(null) as MutableTree;
  for (const path of text.split(",")) {
    const fault = faultOf(path, itemSchema(schema) ?? schema);
    if (fault === null) addPath(root, path.split("."));
    else faults.push(fault);
  }
  const [first] = faults;
  if (first === undefined) return root;
  throw new AppError("REQUEST_INVALID", first, {
    hint: "GET /api/v1/openapi.json says which fields each answer has.",
    details: { errors: faults.map((message) => ({ pointer: "fields", message })) },
  });
}

/** The same document with those fields alone, in its own order; of a page all that is not in its items stays. */
export function keepFields(document: unknown, fields: FieldTree, schema: TSchema): unknown {
  if (itemSchema(schema) === null || !isObject(document)) return kept(document, fields);
  return { ...document, [ITEMS]: kept(document[ITEMS], fields) };
}

interface MutableTree {
  [key: string]: MutableTree;
}

const ITEMS = "items";

function faultOf(path: string, schema: TSchema): string | null {
  let at: readonly ObjectSchema[] = objectsIn(schema);
  for (const key of path.split(".")) {
    const found = at.filter(({ properties }) => Object.hasOwn(properties, key));
    if (found.length === 0 && at.some(({ isOpen }) => isOpen)) return null;
    if (found.length === 0) {
      const known = [...new Set(at.flatMap(({ properties }) => Object.keys(properties)))];
      const otherwise = known.length === 0 ? "It has none below it." : `There are ${known.join(", ")}.`;
      return `There is no field "${printableLine(path).slice(0, 60)}". ${suggestName(key, known, { otherwise })}`;
    }
    at = found.flatMap(({ properties }) => objectsIn(properties[key]));
  }
  return null;
}

/** What a path can lead into from here: through lists, and through each of several shapes. */
function objectsIn(schema: TSchema | undefined): readonly ObjectSchema[] {
  if (schema === undefined) return [];
  const { anyOf, items, properties, additionalProperties, patternProperties, type } = schema as SchemaParts;
  if (anyOf !== undefined) return anyOf.flatMap(objectsIn);
  if (items !== undefined) return objectsIn(items);
  const isOpen = patternProperties !== undefined || (type === "object" && additionalProperties !== false);
  return properties === undefined && !isOpen ? [] : [{ properties: properties ?? {}, isOpen }];
}

interface SchemaParts {
  readonly type?: string;
  readonly anyOf?: readonly TSchema[];
  readonly items?: TSchema;
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly patternProperties?: object;
  readonly additionalProperties?: unknown;
}

function itemSchema(schema: TSchema): TSchema | null {
  const { properties } = schema as SchemaParts;
  const items = properties?.[ITEMS] === undefined ? undefined : (properties[ITEMS] as SchemaParts).items;
  return items ?? null;
}

/** A path that was asked for whole stays whole, whatever else is asked for below it. */
function addPath(root: MutableTree, keys: readonly string[]): void {
  let at = root;
  for (const [depth, key] of keys.entries()) {
    const known = at[key];
    if (known !== undefined && Object.keys(known).length === 0) return;
    const isLast = depth === keys.length - 1;
    const next = known === undefined || isLast ? (Object.create(null) as MutableTree) : known;
    at[key] = next;
    at = next;
  }
}

function kept(value: unknown, fields: FieldTree): unknown {
  if (Array.isArray(value)) return value.map((one) => kept(one, fields));
  if (!isObject(value) || Object.keys(fields).length === 0) return value;
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const below = fields[key];
    return below === undefined ? [] : [[key, kept(inner, below)] as const];
  });
  return Object.fromEntries(entries);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
