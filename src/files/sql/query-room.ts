import { mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { checkSelect, type CheckedSelect } from "./checked-select.ts";
import { loadDuckDb } from "./load-duckdb.ts";
import { addParquet, parquetFacts } from "./add-parquet.ts";
import { quotedName, quotedText, SQL_TYPES, type SqlTable, type SqlValue } from "./sql-table.ts";
import type { QueryLimits } from "./query-limits.ts";
import { interruptedBy } from "./keep-interrupting.ts";
import { createRowAdder } from "./row-adder.ts";
import { type QueryAnswer, streamAnswer } from "./stream-answer.ts";
import { removeStaleRooms, ROOM_PREFIX } from "./stale-rooms.ts";
import { failureOf } from "./query-failure.ts";

/**
 * A database of its own for one query, in a temporary folder: tables are filled, then it is locked, then it is asked. Locked, it
 * reads and writes nothing outside (but its one folder for an answer), loads nothing, and takes no setting.
 */
export interface QueryRoom extends AsyncDisposable {
  /** @throws AppError QUERY_INVALID */
  check(sql: string): Promise<CheckedSelect>;
  createTable(table: SqlTable): Promise<void>;
  /** @param columns of one length, in the order of the table's */
  add(table: SqlTable, columns: readonly (readonly SqlValue[])[]): Promise<void>;
  /** The rows of a file, with the same in all of them in the first columns; how many. NaN becomes null. */
  addParquet(table: SqlTable, file: string, firsts: readonly SqlValue[]): Promise<number>;
  /** The key-value metadata of a file. @throws AppError QUERY_INVALID when it is none of Parquet */
  parquetFacts(file: string): Promise<ReadonlyMap<string, string>>;
  /** @param select SQL of ours, over tables that are there */
  createView(name: string, select: string): Promise<void>;
  lock(): Promise<void>;
  /** @throws AppError QUERY_INVALID, QUERY_TOO_LARGE, QUERY_TIMEOUT, also while rows are read */
  ask(select: CheckedSelect): Promise<QueryAnswer>;
  /** The answer as a file in the room, of which the path comes back. */
  askForParquet(select: CheckedSelect): Promise<string>;
}

/** @throws AppError PACKAGE_MISSING */
export async function openQueryRoom(limits: QueryLimits, threads = os.availableParallelism()): Promise<QueryRoom> {
  const duckDb = await loadDuckDb();
  await removeStaleRooms();
  // Only for this user (0700).
  const folder = await mkdtemp(path.join(os.tmpdir(), `${ROOM_PREFIX}${process.pid}-`));
  try {
    await mkdir(path.join(folder, "out"));
    const instance = await duckDb.DuckDBInstance.create(path.join(folder, "room.duckdb"), {
      threads: String(threads),
      memory_limit: `${limits.memoryMb}MiB`,
      temp_directory: path.join(folder, "spill"),
    });
    const connection = await instance.connect();
    await connection.run("set TimeZone = 'UTC'");
    // What is looked at once needs no guard against a crash, and no order but that of the query.
    await connection.run("set checkpoint_threshold = '1GB'");
    return roomOf({ duckDb, instance, connection, folder, limits });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

interface RoomParts {
  readonly duckDb: Awaited<ReturnType<typeof loadDuckDb>>;
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
  readonly folder: string;
  readonly limits: QueryLimits;
}

function roomOf({ duckDb, instance, connection, folder, limits }: RoomParts): QueryRoom {
  const { signal } = limits;
  const adder = createRowAdder(duckDb, connection);
  const out = path.join(folder, "out");
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await interruptedBy(connection, signal, work);
    } catch (error) {
      signal.throwIfAborted();
      throw failureOf(error, null);
    }
  };
  return {
    check: (sql) => checkSelect(connection, sql),
    createTable: ({ name, columns }) =>
      guarded(async () => {
        const shape = columns.map((column) => `${quotedName(column.name)} ${SQL_TYPES[column.kind]}`).join(", ");
        await connection.run(`create table ${quotedName(name)} (${shape})`);
      }),
    add: (table, columns) => guarded(() => adder.add(table, columns)),
    addParquet: (table, file, firsts) => guarded(() => addParquet(connection, table, { file, firsts })),
    parquetFacts: (file) => guarded(() => parquetFacts(connection, file)),
    createView: (name, select) =>
      guarded(async () => {
        await connection.run(`create view ${quotedName(name)} as ${select}`);
      }),
    lock: () =>
      guarded(async () => {
        await adder.end();
        await connection.run(`set allowed_directories = [${quotedText(`${out}/`)}]`);
        for (const setting of LOCKS) await connection.run(`set ${setting}`);
      }),
    ask: (select) => streamAnswer(connection, select.sql, limits),
    async askForParquet({ sql }) {
      const file = path.join(out, "answer.parquet");
      const copy = `copy (\n${sql.replace(/[\s;]+$/, "")}\n) to ${quotedText(file)} (format parquet, compression zstd)`;
      // Of a COPY DuckDB gives back how many rows there were.
      for await (const _ of (await streamAnswer(connection, copy, limits)).pages) continue;
      return file;
    },
    async [Symbol.asyncDispose]() {
      connection.closeSync();
      instance.closeSync();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The last one makes the others stay. */
const LOCKS = [
  "enable_external_access = false",
  "autoinstall_known_extensions = false",
  "autoload_known_extensions = false",
  "lock_configuration = true",
];
