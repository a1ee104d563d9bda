import type { Connection, Transaction } from "./connection/transaction.ts";

/** Whose trials are counted together: everything ever tried with one strategy on one dataset. */
export interface TrialLedger {
  readonly dataset: string;
  readonly strategy: string;
}

/** Where in a ledger; equal parameters in two rooms are two trials. */
export interface TrialRoom extends TrialLedger {
  /** SHA-256 of what tells them apart. */
  readonly room: string;
}

interface TrialSet {
  /** Hashes of the parameters of each, ascending. */
  readonly hashes: BigUint64Array;
  /** SHA-256 of grids of which every cell is among them. */
  readonly grids: readonly string[];
}

/** How many trials a ledger has. */
export async function countLedger(connection: Connection, { dataset, strategy }: TrialLedger): Promise<number> {
  const { rows } = await connection.query<{ trials: number }>({
    name: "count-ledger",
    text: `
      select (select count(*) from trial where dataset = $1 and strategy = $2)::float8
        + (select coalesce(sum(trials), 0) from trial_set where dataset = $1 and strategy = $2)::float8 as trials`,
    values: [dataset, strategy],
  });
  return rows[0]?.trials ?? 0;
}

/** Whether every cell of a grid is in the ledger. */
export async function hasGrid(
  connection: Connection,
  { dataset, strategy, room }: TrialRoom,
  grid: string,
): Promise<boolean> {
  const { rows } = await connection.query<{ has: boolean }>({
    name: "has-grid",
    text: `
      select exists (select from trial_set where dataset = $1 and strategy = $2 and room = $3 and $4 = any (grids)) as has`,
    values: [dataset, strategy, room, grid],
  });
  return rows[0]?.has ?? false;
}

/** Locks the trials of a room, which may be none yet, until the end of the transaction. */
export async function lockTrials(transaction: Transaction, { dataset, strategy, room }: TrialRoom): Promise<TrialSet> {
  await transaction.query(
    `insert into trial_set (dataset, strategy, room) values ($1, $2, $3) on conflict do nothing`,
    [dataset, strategy, room],
  );
  const { rows } = await transaction.query<{ hashes: Buffer; grids: string[] }>(
    `select hashes, grids from trial_set where dataset = $1 and strategy = $2 and room = $3 for update`,
    [dataset, strategy, room],
  );
  const bytes = Uint8Array.from(rows[0]?.hashes ?? []);
  return { hashes: new BigUint64Array(bytes.buffer), grids: rows[0]?.grids ?? [] };
}

export async function keepTrials(
  transaction: Transaction,
  { dataset, strategy, room }: TrialRoom,
  { hashes, grids }: TrialSet,
): Promise<void> {
  await transaction.query(
    `update trial_set set hashes = $4, trials = $5, grids = $6 where dataset = $1 and strategy = $2 and room = $3`,
    [dataset, strategy, room, Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength), hashes.length, grids],
  );
}

/** Whether the ledger has trials of before there were sets of them. */
export async function hasOldTrials(connection: Connection, { dataset, strategy }: TrialLedger): Promise<boolean> {
  const { rows } = await connection.query<{ has: boolean }>(
    `select exists (select from trial where dataset = $1 and strategy = $2) as has`,
    [dataset, strategy],
  );
  return rows[0]?.has ?? false;
}

/**
 * Forgets old trials that a set now has.
 *
 * @param room what told trials of equal parameters apart
 * @param params JSON array of their parameters
 */
export async function forgetOldTrials(
  transaction: Transaction,
  { dataset, strategy }: TrialLedger,
  { room, params }: { readonly room: string; readonly params: string },
): Promise<void> {
  await transaction.query(
    `delete from trial where dataset = $1 and strategy = $2 and id in (
       select md5($3::text || made::jsonb::text)::uuid from json_array_elements($4::json) as made)`,
    [dataset, strategy, room, params],
  );
}
