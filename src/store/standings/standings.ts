import type { Connection, Transaction } from "../connection/transaction.ts";
import type { BatchId } from "../sweep/batches.ts";
import { packInts, unpackInts } from "../sweep/packed.ts";
import type { StandingRows } from "./standing-rows.ts";

/** Which cells stand where: `name` is all that decides it but the bars, and `past` names these. */
export interface Night {
  readonly name: Uint8Array;
  /** How many were traded. */
  readonly bars: number;
  readonly past: Uint8Array;
}

/** @param batch the results of the same cells; with them their standings go */
export async function insertStandings(
  connection: Connection,
  { name, bars, past }: Night,
  batch: { readonly id: BatchId; readonly cells: Int32Array; readonly standings: StandingRows },
): Promise<void> {
  const { id, cells, standings } = batch;
  const [first] = cells;
  const last = cells.at(-1);
  if (first === undefined || last === undefined) return;
  const { buffer, byteOffset, byteLength } = standings.values;
  await connection.query({
    name: "insert-standings",
    text: `
      insert into standing (batch_id, name, bars, past, first_cell, last_cell, numbers, cells, standings)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      id,
      name,
      bars,
      past,
      first,
      last,
      last - first === cells.length - 1 ? null : packInts(cells),
      cells.length,
      Buffer.from(buffer, byteOffset, byteLength),
    ],
  });
}

export interface KnownNight {
  readonly bars: number;
  readonly past: Buffer;
  readonly cells: number;
}

/** The nights of which cells are known to stand somewhere, those with the most bars first; without results that are to be computed anew. */
export async function listNights(connection: Connection, name: Uint8Array): Promise<readonly KnownNight[]> {
  const { rows } = await connection.query<KnownNight>({
    name: "list-nights",
    text: `
      select standing.bars, standing.past, sum(standing.cells)::int as cells
      from standing join batch on batch.id = standing.batch_id
      where standing.name = $1 and not batch.superseded
      group by standing.bars, standing.past order by standing.bars desc`,
    values: [name],
  });
  return rows;
}

/**
 * How cells of a night stand, in the order of `cells`.
 *
 * @param cells ascending
 * @param width numbers that each is to have
 * @returns 0 in all places of a cell of which nothing is known
 */
export async function readStandings(
  connection: Connection,
  { name, past }: Pick<Night, "name" | "past">,
  { cells, width }: { readonly cells: readonly number[]; readonly width: number },
): Promise<Float64Array<ArrayBuffer>> {
  const values = new Float64Array(cells.length * width);
  const places = new Map(cells.map((cell, place) => [cell, place]));
  const { rows } = await connection.query<{ first: number; numbers: Buffer | null; cells: number; standings: Buffer }>({
    name: "read-standings",
    text: `
      select standing.first_cell as first, standing.numbers, standing.cells, standing.standings
      from standing join batch on batch.id = standing.batch_id
      where standing.name = $1 and standing.past = $2 and standing.first_cell <= $4 and standing.last_cell >= $3
        and not batch.superseded`,
    values: [name, past, cells[0] ?? 0, cells.at(-1) ?? -1],
  });
  for (const row of rows) {
    // Of another number of places: nobody knows what they mean.
    if (row.standings.length !== row.cells * width * Float64Array.BYTES_PER_ELEMENT) continue;
    const numbers = row.numbers === null ? null : unpackInts(row.numbers);
    // A copy: the driver's buffers start anywhere, doubles only at multiples of 8.
    const known = new Float64Array(new Uint8Array(row.standings).buffer);
    for (let index = 0; index < row.cells; index++) {
      const place = places.get(numbers === null ? row.first + index : (numbers[index] ?? -1));
      if (place !== undefined) values.set(known.subarray(index * width, (index + 1) * width), place * width);
    }
  }
  return values;
}

/** Forgets all nights but the latest ones: more than one, since the last bars may be revised. */
export async function forgetEarlierNights(transaction: Transaction, name: Uint8Array, kept: number): Promise<void> {
  await transaction.query({
    name: "forget-earlier-nights",
    text: `
      delete from standing where name = $1 and past not in (
        select past from standing where name = $1 group by past order by max(batch_id) desc limit $2)`,
    values: [name, kept],
  });
}
