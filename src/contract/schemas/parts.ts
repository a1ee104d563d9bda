import { Type, type Static, type TObject, type TProperties, type TSchema, type TUnsafe } from "typebox";

/** An object with these keys and no others; every key that is not optional is there. */
export function object<T extends TProperties>(properties: T, description?: string): TObject<T> {
  return Type.Object(properties, { additionalProperties: false, ...(description !== undefined && { description }) });
}

export function list<T extends TSchema>(items: T, description: string): TUnsafe<readonly Static<T>[]> {
  return Type.Unsafe<readonly Static<T>[]>({ type: "array", items, description });
}

export function nullable<T extends TSchema>(schema: T, description: string): TUnsafe<Static<T> | null> {
  return Type.Unsafe<Static<T> | null>({ anyOf: [schema, { type: "null" }], description });
}

/** One of a closed list of words. */
export function oneOf<const T extends readonly string[]>(values: T, description: string): TUnsafe<T[number]> {
  return Type.Unsafe<T[number]>({ type: "string", enum: values, description });
}

/** An object of type `T` whose keys are not ours; `title` is how pages call it. */
export function open<T>(title: string, values: object, description: string): TUnsafe<T> {
  return Type.Unsafe<T>({ type: "object", additionalProperties: values, title, description });
}

export function text(description: string) {
  return Type.String({ description });
}

export function flag(description: string) {
  return Type.Boolean({ description });
}

export function number(description: string) {
  return Type.Number({ description });
}

/** A whole number, 0 or more. */
export function count(description: string) {
  return Type.Integer({ minimum: 0, description });
}

/** `2026-02-10T08:30:00.000Z` */
export function instant(description: string) {
  return Type.String({ format: "date-time", pattern: "Z$", description });
}

/** `2026-02-10` */
export function day(description: string) {
  return Type.String({ format: "date", description });
}
