import type { IndicatorOutput } from "./indicator-entry.ts";

/** Bytes of columns that a cache keeps; past that, those asked for least recently are computed anew when asked for again. */
const MOST_BYTES = 128 * 2 ** 20;

export interface KeptCalls {
  /** @param sources the objects that it is of: the same objects mean the same columns */
  recall(name: string, sources: readonly (object | number)[], compute: () => IndicatorOutput): IndicatorOutput;
}

/** Columns by name and by what they are of. A grid over many parameters may ask for more of them than there is memory. */
export function keptCalls(mostBytes = MOST_BYTES): KeptCalls {
  const kept = new Map<string, IndicatorOutput>();
  const ids = new WeakMap<object, number>();
  let lastId = 0;
  let bytes = 0;
  const idOf = (source: object | number): string => {
    if (typeof source === "number") return `${source}`;
    const known = ids.get(source) ?? ++lastId;
    ids.set(source, known);
    return `#${known}`;
  };
  return {
    recall(name, sources, compute) {
      const key = `${name} ${sources.map(idOf).join(" ")}`;
      const known = kept.get(key);
      if (known !== undefined) {
        kept.delete(key);
        kept.set(key, known);
        return known;
      }
      const made = compute();
      kept.set(key, made);
      bytes += bytesOf(made);
      for (const [oldest, columns] of kept) {
        if (bytes <= mostBytes || oldest === key) break;
        kept.delete(oldest);
        bytes -= bytesOf(columns);
      }
      return made;
    },
  };
}

function bytesOf(output: IndicatorOutput): number {
  return columnsIn(output).reduce((sum, [, column]) => sum + column.byteLength, 0);
}

/** Each column with its name in the output; "" for the only one. */
export function columnsIn(output: IndicatorOutput): readonly (readonly [string, Float64Array | Uint8Array])[] {
  return ArrayBuffer.isView(output) ? [["", output]] : Object.entries(output);
}
