import pg, { type CustomTypesConfig } from "pg";
import type { Connection } from "../connection/transaction.ts";

/** What such a query may give: numbers up to int4, texts, truth values and bytes. */
export type BytesRow = Readonly<Record<string, string | number | boolean | Buffer | null>>;

const BYTEA = 17;

/** Binary, so that bytes come as they are and not as twice as many hexadecimal digits. */
const TYPES: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) =>
    oid === BYTEA ? (bytes: unknown) => bytes : pg.types.getTypeParser(oid, format as "binary"),
} as CustomTypesConfig;

/** A query with large byte columns. */
export async function bytesQuery<R extends BytesRow>(
  connection: Connection,
  query: { readonly name: string; readonly text: string; readonly values: readonly unknown[] },
): Promise<readonly R[]> {
  const config = { ...query, values: [...query.values], types: TYPES, binary: true };
  const { rows } = await connection.query<R>(config);
  return rows;
}
