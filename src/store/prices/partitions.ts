import type { Database } from "../connection/transaction.ts";
import { inTransaction } from "../connection/transaction.ts";

/** Tables with a partition for each year. */
export type YearlyTable = "ohlcv" | "supply";

/**
 * Makes the partitions that rows of these times need. It is a transaction of its own, and processes that need the same one
 * wait for each other; attaching it does not hold up those who read or write the others.
 *
 * @param times milliseconds UTC
 */
export async function ensurePartitions(database: Database, table: YearlyTable, times: Iterable<number>): Promise<void> {
  const years = new Set<number>();
  for (const time of times) years.add(new Date(time).getUTCFullYear());
  if (years.size === 0) return;
  const missing = await missingYears(database, table, [...years]);
  for (const year of missing) await addPartition(database, table, year);
}

async function missingYears(
  database: Database,
  table: YearlyTable,
  years: readonly number[],
): Promise<readonly number[]> {
  const { rows } = await database.query<{ year: number }>({
    name: `missing-partitions-${table}`,
    text: `select year from unnest($2::int[]) as year
      where to_regclass(format('%I.%I', current_schema(), $1 || '_' || lpad(year::text, 4, '0'))) is null order by year`,
    values: [table, years],
  });
  return rows.map(({ year }) => year);
}

async function addPartition(database: Database, table: YearlyTable, year: number): Promise<void> {
  const name = `${table}_${String(year).padStart(4, "0")}`;
  await inTransaction(database, async (transaction) => {
    await transaction.query(
      "select pg_advisory_xact_lock(hashtextextended('partition ' || current_schema() || '.' || $1, 0))",
      [name],
    );
    // Statements that define take no parameters: format() quotes, and all of it is ours.
    await transaction.query(`
      do $$ begin
        if to_regclass(format('%I.%I', current_schema(), '${name}')) is null then
          create table ${name} (like ${table} including defaults including constraints);
          alter table ${table} attach partition ${name}
            for values from ('${isoYear(year)}') to ('${isoYear(year + 1)}');
        end if;
      end $$`);
  });
}

function isoYear(year: number): string {
  return `${String(year).padStart(4, "0")}-01-01T00:00:00Z`;
}
