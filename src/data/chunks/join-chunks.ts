import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { AppError } from "../../core/errors/app-error.ts";
import type { Bars } from "../../engine/bars.ts";
import { allocateBars, type BarsLayout, byteLengthOf, bytesOf } from "../bars/allocate-bars.ts";
import type { Chunk } from "./chunk.ts";
import type { ObjectStore } from "./object-store.ts";

/** What reading 10,000 small files at a stretch would keep everything else in this process waiting for. */
const STRETCH_MS = 20;
/** Asked for at a time: a store on a disk answers at once, one over the wire does not. */
const AT_A_TIME = 16;

/**
 * Reads chunks into whole columns, in shared memory.
 *
 * @param symbols in the order in which they are wanted; one may be there twice
 * @returns null when a chunk is not there
 * @throws AppError DATASET_INVALID when a chunk is not what it is named by
 */
export async function joinChunks(
  symbols: readonly string[],
  chunks: readonly Chunk[],
  store: ObjectStore,
): Promise<readonly Bars[] | null> {
  const bySymbol = Map.groupBy(chunks, ({ symbol }) => symbol);
  const joined = new Map<string, Bars>();
  const places: Place[] = [];
  for (const symbol of new Set(symbols)) {
    const own = bySymbol.get(symbol) ?? [];
    const bars = allocateBars(joinedLayout(symbol, own));
    // Where a chunk has no such column, the symbol is in.
    bars.member?.fill(1);
    joined.set(symbol, bars);
    let row = 0;
    for (const chunk of own) {
      places.push({ chunk, bars, row });
      row += chunk.rows;
    }
  }
  let since = performance.now();
  for (let next = 0; next < places.length; next += AT_A_TIME) {
    const found = await Promise.all(places.slice(next, next + AT_A_TIME).map((place) => fill(place, store)));
    if (found.includes(false)) return null;
    if (performance.now() - since < STRETCH_MS) continue;
    await setImmediate();
    since = performance.now();
  }
  return symbols.flatMap((symbol) => joined.get(symbol) ?? []);
}

/** The bytes that a chunk is named by. */
export function chunkBytes(bars: Bars): Uint8Array {
  return Buffer.concat(bytesOf(bars));
}

export function chunkSize(chunk: Chunk): number {
  return byteLengthOf({ ...chunk, bars: chunk.rows });
}

/** How the bars of the chunks of one symbol lie in memory once they are joined. */
export function joinedLayout(symbol: string, chunks: readonly Chunk[]): BarsLayout {
  const [{ extra } = {}] = chunks;
  return {
    symbol,
    bars: chunks.reduce((sum, { rows }) => sum + rows, 0),
    ...(chunks.some(({ hasDividends }) => hasDividends === true) && { hasDividends: true }),
    ...(chunks.some(({ hasMember }) => hasMember === true) && { hasMember: true }),
    ...(extra && { extra }),
  };
}

interface Place {
  readonly chunk: Chunk;
  readonly bars: Bars;
  readonly row: number;
}

async function fill({ chunk, bars, row }: Place, store: ObjectStore): Promise<boolean> {
  const width = Float64Array.BYTES_PER_ELEMENT;
  const { dividend, member, ...rest } = bars;
  const own = { ...rest, ...(chunk.hasDividends && { dividend }), ...(chunk.hasMember && { member }) };
  const parts = bytesOf(own).map((column) => column.subarray(row * width, (row + chunk.rows) * width));
  if (store.read?.(chunk.sha256, parts) !== true && !(await fillByCopy(chunk, parts, store))) return false;
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  if (hash.digest("hex") !== chunk.sha256) throw damaged(chunk);
  return true;
}

async function fillByCopy(chunk: Chunk, parts: readonly Uint8Array[], store: ObjectStore): Promise<boolean> {
  const bytes = await store.get(chunk.sha256);
  if (bytes === null) return false;
  if (bytes.length !== chunkSize(chunk)) throw damaged(chunk);
  let offset = 0;
  for (const part of parts) {
    part.set(bytes.subarray(offset, offset + part.length));
    offset += part.length;
  }
  return true;
}

function damaged({ symbol, period, sha256 }: Chunk): AppError {
  const text = `The chunk ${sha256} (${symbol}, ${period}) is damaged: its content is not what it is named by`;
  return new AppError("DATASET_INVALID", text, {
    hint: "Delete .nightgrid/chunks/ with that name; the next run that reads the same data puts it there again.",
  });
}
