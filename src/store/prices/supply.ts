import type { Connection } from "../connection/transaction.ts";
import type { InstrumentKey } from "./instruments.ts";

/** Milliseconds UTC; null where the source does not tell. */
export interface StoredSupply {
  readonly time: number;
  readonly circulating: number | null;
  readonly total: number | null;
  readonly max: number | null;
}

/** One that is known already stays as it is. Partitions must be there. */
export async function addSupply(
  connection: Connection,
  { source, symbol }: InstrumentKey,
  rows: readonly StoredSupply[],
): Promise<void> {
  await connection.query({
    name: "add-supply",
    text: `insert into supply (source, symbol, ts, circulating, total, max)
      select $1, $2, * from unnest($3::timestamptz[], $4::float8[], $5::float8[], $6::float8[]) on conflict do nothing`,
    values: [
      source,
      symbol,
      rows.map(({ time }) => new Date(time)),
      rows.map(({ circulating }) => circulating),
      rows.map(({ total }) => total),
      rows.map(({ max }) => max),
    ],
  });
}

/** The newest that is known; null when there is none. */
export async function readSupply(
  connection: Connection,
  { source, symbol }: InstrumentKey,
): Promise<StoredSupply | null> {
  const { rows } = await connection.query<Omit<StoredSupply, "time"> & { readonly ts: Date }>({
    name: "read-supply",
    text: `select ts, circulating, total, max from supply where source = $1 and symbol = $2 order by ts desc limit 1`,
    values: [source, symbol],
  });
  const [row] = rows;
  if (row === undefined) return null;
  const { ts, ...amounts } = row;
  return { time: ts.getTime(), ...amounts };
}
