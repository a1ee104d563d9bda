import type { Connection } from "../connection/transaction.ts";

/** What a symbol of a source stands for. */
export interface Instrument {
  readonly source: string;
  /** The name in DAG files. */
  readonly symbol: string;
  /** What the source calls it. */
  readonly id: string;
  /** Null where nobody has looked it up. */
  readonly name: string | null;
  readonly adjustment: string;
}

export type InstrumentKey = Pick<Instrument, "source" | "symbol">;

/** The one that is known by this symbol, whoever was first. */
export async function addInstrument(connection: Connection, instrument: Instrument): Promise<Instrument> {
  const { source, symbol, id, name, adjustment } = instrument;
  await connection.query({
    name: "add-instrument",
    text: `insert into instrument as known (source, symbol, id, name, adjustment) values ($1, $2, $3, $4, $5)
      on conflict (source, symbol) do update set name = excluded.name
        where known.id = excluded.id and known.name is null and excluded.name is not null`,
    values: [source, symbol, id, name, adjustment],
  });
  return (await readInstrument(connection, instrument)) ?? instrument;
}

export async function readInstrument(
  connection: Connection,
  { source, symbol }: InstrumentKey,
): Promise<Instrument | null> {
  const { rows } = await connection.query<Instrument>({
    name: "read-instrument",
    text: `select source, symbol, id, name, adjustment from instrument where source = $1 and symbol = $2`,
    values: [source, symbol],
  });
  return rows[0] ?? null;
}

/** All symbols under which the instrument of a source is known, in order. */
export async function symbolsOfId(
  connection: Connection,
  { source, id }: Pick<Instrument, "source" | "id">,
): Promise<readonly string[]> {
  const { rows } = await connection.query<{ symbol: string }>({
    name: "symbols-of-id",
    text: `select symbol from instrument where source = $1 and id = $2 order by symbol`,
    values: [source, id],
  });
  return rows.map(({ symbol }) => symbol);
}
