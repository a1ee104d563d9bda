import type { Connection } from "../connection/transaction.ts";

/** Whose calls are counted together: those of one source with one key. */
export interface TokenBucket {
  readonly source: string;
  /** Never the key itself; empty for calls without one. */
  readonly keyHash: string;
}

/**
 * Takes the next turn of a source, whichever process has the one before it: turns are evenly apart, so that no minute holds more
 * than `callsPerMinute`. All in the database's time.
 *
 * @returns milliseconds from now until the turn
 */
export async function takeTurn(
  connection: Connection,
  { source, keyHash }: TokenBucket,
  callsPerMinute: number,
): Promise<number> {
  const { rows } = await connection.query<{ wait_ms: number }>({
    name: "take-turn",
    text: `
      insert into token_bucket as bucket (source, key_hash, next_at)
      values ($1, $2, clock_timestamp() + $3 * interval '1 ms')
      on conflict (source, key_hash) do update
        set next_at = greatest(bucket.next_at, clock_timestamp()) + $3 * interval '1 ms'
      returning extract(epoch from next_at - clock_timestamp())::float8 * 1000 - $3 as wait_ms`,
    values: [source, keyHash, 60_000 / callsPerMinute],
  });
  return Math.max(0, rows[0]?.wait_ms ?? 0);
}

/** Nobody's turn comes before then: the source said so to one of them. */
export async function holdTurns(
  connection: Connection,
  { source, keyHash }: TokenBucket,
  waitMs: number,
): Promise<void> {
  await connection.query({
    name: "hold-turns",
    text: `
      insert into token_bucket as bucket (source, key_hash, next_at)
      values ($1, $2, clock_timestamp() + $3 * interval '1 ms')
      on conflict (source, key_hash) do update
        set next_at = greatest(bucket.next_at, clock_timestamp() + $3 * interval '1 ms')`,
    values: [source, keyHash, waitMs],
  });
}
