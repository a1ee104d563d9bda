const OF_TYPED_ARRAYS: unknown = Object.getPrototypeOf(Uint8Array.prototype);
const LENGTH = Object.getOwnPropertyDescriptor(OF_TYPED_ARRAYS, "length");

/**
 * Elements of a column that a strategy has returned, whatever a class derived from it says.
 *
 * @throws TypeError for a Proxy of an array, which has none
 */
export function elementCount(array: Float64Array | Uint8Array): number {
  return Number(LENGTH?.get?.call(array));
}
