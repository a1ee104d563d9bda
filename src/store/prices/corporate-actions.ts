import type { Connection, Transaction } from "../connection/transaction.ts";
import type { InstrumentKey } from "./instruments.ts";

export interface StoredAction {
  readonly kind: "split" | "dividend";
  /** `YYYY-MM-DD` */
  readonly exDate: string;
  /** New units for each old one, or cash per unit. */
  readonly amount: number;
}

/** Holds what is known of an instrument to the end of the transaction; the moment that changes in it are known from grows with each. */
export async function lockInstrumentActions(
  transaction: Transaction,
  { source, symbol }: InstrumentKey,
): Promise<Date> {
  await transaction.query({
    name: "lock-instrument",
    text: `select from instrument where source = $1 and symbol = $2 for no key update`,
    values: [source, symbol],
  });
  const { rows } = await transaction.query<{ known_at: Date }>({
    name: "next-actions-moment",
    text: `
      select greatest(date_trunc('milliseconds', clock_timestamp()),
        max(greatest(known_from, known_until)) + interval '1 ms') as known_at
      from corporate_action where source = $1 and symbol = $2`,
    values: [source, symbol],
  });
  return rows[0]?.known_at ?? new Date(0);
}

/**
 * What a source tells of the days `from` … `to`, both included. One that it tells otherwise now, or no longer, keeps its row with
 * the time for which it was known. Hold the instrument.
 *
 * @returns how many rows are new, or were ended
 */
export async function mergeActions(
  transaction: Transaction,
  { source, symbol }: InstrumentKey,
  told: {
    readonly from: string;
    readonly to: string;
    readonly actions: readonly StoredAction[];
    readonly knownAt: Date;
  },
): Promise<number> {
  const { from, to, actions, knownAt } = told;
  const { rows } = await transaction.query<{ changed: number }>({
    name: "merge-actions",
    text: `
      with given as (
        select * from unnest($5::text[], $6::date[], $7::float8[]) as given (kind, ex_date, amount)
      ), ended as (
        update corporate_action as known set known_until = $8
        where source = $1 and symbol = $2 and known_until is null and ex_date between $3::date and $4::date and not exists (
          select from given where (given.kind, given.ex_date, given.amount) = (known.kind, known.ex_date, known.amount))
        returning kind, ex_date
      ), begun as (
        insert into corporate_action (source, symbol, kind, ex_date, amount, known_from)
        select $1, $2, kind, ex_date, amount, $8 from given where not exists (
          select from corporate_action as known where source = $1 and symbol = $2 and known_until is null
            and (known.kind, known.ex_date, known.amount) = (given.kind, given.ex_date, given.amount))
        returning kind
      )
      select ((select count(*) from ended) + (select count(*) from begun))::int as changed`,
    values: [
      source,
      symbol,
      from,
      to,
      actions.map(({ kind }) => kind),
      actions.map(({ exDate }) => exDate),
      actions.map(({ amount }) => amount),
      knownAt,
    ],
  });
  return rows[0]?.changed ?? 0;
}

/** When what a source tells of an instrument has changed last; null where it has told nothing. A state that can be read again at any time. */
export async function readActionsKnownAt(
  connection: Connection,
  { source, symbol }: InstrumentKey,
): Promise<Date | null> {
  const { rows } = await connection.query<{ known_at: Date | null }>({
    name: "read-actions-known-at",
    text: `select max(greatest(known_from, known_until)) as known_at from corporate_action where source = $1 and symbol = $2`,
    values: [source, symbol],
  });
  return rows[0]?.known_at ?? null;
}

/** The splits and dividends of an instrument as they were told at a moment, by day. */
export async function readActionsAsOf(
  connection: Connection,
  { source, symbol }: InstrumentKey,
  knownAt: Date,
): Promise<readonly StoredAction[]> {
  const { rows } = await connection.query<StoredAction>({
    name: "read-actions-as-of",
    text: `
      select kind, to_char(ex_date, 'YYYY-MM-DD') as "exDate", amount from corporate_action
      where source = $1 and symbol = $2 and known_from <= $3 and (known_until is null or known_until > $3)
      order by ex_date, kind desc`,
    values: [source, symbol, knownAt],
  });
  return rows;
}
