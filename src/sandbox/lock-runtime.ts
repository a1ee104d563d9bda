/** What a user may replace: seeded generators are put here by well-known packages, and the engine never asks. */
const OPEN = new Map<object, readonly PropertyKey[]>([[Math, ["random"]]]);

const TYPED_ARRAY = Object.getPrototypeOf(Uint8Array) as { readonly prototype: object };
const ARRAY_ITERATOR = Object.getPrototypeOf([][Symbol.iterator]()) as object;

/** The parts of JavaScript that numbers pass through on their way from signals to metrics. */
const LOCKED: readonly object[] = [
  Math,
  Number,
  Number.prototype,
  JSON,
  Reflect,
  Atomics,
  Array,
  Array.prototype,
  ARRAY_ITERATOR,
  Map.prototype,
  Set.prototype,
  WeakMap.prototype,
  TYPED_ARRAY,
  TYPED_ARRAY.prototype,
  ...[Float64Array, Float32Array, Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array, Uint8Array].flatMap(
    (constructor) => [constructor, constructor.prototype],
  ),
  ArrayBuffer.prototype,
  SharedArrayBuffer.prototype,
  DataView.prototype,
];

const GLOBALS = ["Math", "Number", "JSON", "Array", "Map", "Set", "Float64Array", "Uint8Array", "Int32Array"] as const;

/**
 * Makes the built-in functions that the engine computes with read-only in this process, before user code is loaded: a
 * strategy that replaces `Math.max` or `Float64Array.prototype.fill` gets a TypeError at that line, in its own cell, and
 * changes no other one. Adding functions (polyfills) stays possible, but not to `Object.prototype`, where everything
 * would have them.
 */
export function lockRuntime(): void {
  for (const target of LOCKED) {
    const open = OPEN.get(target) ?? [];
    for (const name of Reflect.ownKeys(target)) if (!open.includes(name)) lock(target, name);
  }
  for (const name of GLOBALS) lock(globalThis, name);
  Object.preventExtensions(Object.prototype);
}

function lock(target: object, name: PropertyKey): void {
  const property = Object.getOwnPropertyDescriptor(target, name);
  if (property === undefined || property.configurable !== true) return;
  const isValue = "value" in property;
  Object.defineProperty(target, name, { configurable: false, ...(isValue ? { writable: false } : {}) });
}
