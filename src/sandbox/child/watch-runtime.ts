/** What a user may replace: seeded generators are put here by well-known packages, and the engine never asks. */
const OPEN: ReadonlyMap<object, readonly PropertyKey[]> = new Map([[Math as object, ["random"]]]);

const TYPED_ARRAY = Object.getPrototypeOf(Uint8Array) as { readonly prototype: object };
const ARRAY_ITERATOR = Object.getPrototypeOf([][Symbol.iterator]()) as object;

/** The parts of JavaScript that numbers pass through on their way from signals to metrics. */
const WATCHED: readonly (readonly [name: string, target: object])[] = [
  ["Math", Math],
  ["Number", Number],
  ["Number.prototype", Number.prototype],
  ["Object", Object],
  ["Object.prototype", Object.prototype],
  ["Function.prototype", Function.prototype],
  ["JSON", JSON],
  ["Reflect", Reflect],
  ["Atomics", Atomics],
  ["Array", Array],
  ["Array.prototype", Array.prototype],
  ["the iterator of arrays", ARRAY_ITERATOR],
  ["Map.prototype", Map.prototype],
  ["Set.prototype", Set.prototype],
  ["WeakMap.prototype", WeakMap.prototype],
  ["WeakRef.prototype", WeakRef.prototype],
  ["TypedArray", TYPED_ARRAY],
  ["TypedArray.prototype", TYPED_ARRAY.prototype],
  ["Float64Array.prototype", Float64Array.prototype],
  ["Int32Array.prototype", Int32Array.prototype],
  ["Uint8Array.prototype", Uint8Array.prototype],
  ["ArrayBuffer.prototype", ArrayBuffer.prototype],
  ["Date.prototype", Date.prototype],
  ["String.prototype", String.prototype],
];

/** Here an addition changes what is inherited by others, or hides what is inherited. */
const CLOSED: readonly (readonly [name: string, target: object])[] = [
  ["Object.prototype", Object.prototype],
  ["Float64Array.prototype", Float64Array.prototype],
  ["Int32Array.prototype", Int32Array.prototype],
  ["Uint8Array.prototype", Uint8Array.prototype],
];

const GLOBALS = ["Math", "Number", "Object", "JSON", "Array", "Map", "Set", "Date", "Float64Array", "Uint8Array"];

interface Kept {
  readonly name: string;
  readonly target: object;
  readonly key: PropertyKey;
  readonly was: PropertyDescriptor;
}

/**
 * Remembers the built-in functions that the engine computes with. A strategy that replaces `Math.max` is not stopped from
 * it (locked prototypes would make every strategy three times as slow), but what was computed in that process since counts
 * for nothing. Adding functions (polyfills) is fine, but not where everything would
 * have them, as on `Object.prototype`.
 *
 * @returns says what was replaced, as "Math.max"; null when nothing was. Takes about a tenth of a millisecond
 */
export function watchRuntime(): () => string | null {
  // Kept from before user code is loaded: these may be what is replaced.
  const { getOwnPropertyDescriptor, ownKeys } = Reflect;
  const { is } = Object;
  const closed = CLOSED.map(([name, target]) => ({ name, target, keys: ownKeys(target).length }));
  const kept: Kept[] = WATCHED.flatMap(([name, target]) =>
    ownKeys(target)
      .filter((key) => OPEN.get(target)?.includes(key) !== true)
      .map((key) => keptProperty(name, target, key)),
  );
  for (const key of GLOBALS) kept.push(keptProperty("globalThis", globalThis, key));
  return () => {
    for (let index = 0; index < kept.length; index++) {
      const property = kept[index];
      if (property === undefined) continue;
      const { name, target, key, was } = property;
      const now = getOwnPropertyDescriptor(target, key);
      if (now === undefined || !is(now.value, was.value) || now.get !== was.get) return `${name}.${String(key)}`;
    }
    for (let index = 0; index < closed.length; index++) {
      const own = closed[index];
      if (own !== undefined && ownKeys(own.target).length !== own.keys) return own.name;
    }
    return null;
  };
}

function keptProperty(name: string, target: object, key: PropertyKey): Kept {
  return { name, target, key, was: Object.getOwnPropertyDescriptor(target, key) ?? {} };
}
