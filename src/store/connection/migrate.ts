import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { type ClientBase, DatabaseError, type Pool } from "pg";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import { sha256 } from "../../core/values/hash.ts";
import { explainDatabaseError } from "../problems/explain-database-error.ts";
import { DEFAULT_SCHEMA, quoteSchema } from "./schema-name.ts";
import type { Connection } from "./transaction.ts";

export interface MigrateOptions {
  /** Default `nightgrid`; created when absent. The files name no schema: `search_path` points to it. */
  readonly schema?: string;
  /** Folder of `0001_name.sql`, `0002_name.sql`, … Default: the package's own `migrations/`. */
  readonly folder?: string;
}

/**
 * A migration in the database that this version does not know: a newer one has made it meanwhile, and what the statements of
 * this one do there is not known. Null for none.
 */
export async function findNewerMigration(connection: Connection): Promise<string | null> {
  const { rows } = await connection.query<{ name: string }>(
    "select name from migrations where name <> all($1) order by name limit 1",
    [await migrationNames(OWN_FOLDER)],
  );
  return rows[0]?.name ?? null;
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

const OWN_FOLDER = path.resolve(import.meta.dirname, "../../../migrations");
const FILE_NAME = /^(\d{4})_[a-z0-9_]+\.sql$/;

/**
 * Brings the schema up to date: each file that was not run yet, in order, in a
 * transaction of its own. Safe to call from any number of processes at once.
 *
 * @returns the names of the files that this call ran
 * @throws AppError MIGRATION_CHANGED when a file that has run was edited or is gone
 * @throws AppError DB_FORBIDDEN, DB_READ_ONLY when there are no tables and none can be made; DB_SCHEMA_MISMATCH when they
 *   are older than this version and cannot be changed
 */
export async function migrate(pool: Pool, options: MigrateOptions = {}): Promise<readonly string[]> {
  const schema = options.schema ?? DEFAULT_SCHEMA;
  const migrations = await readMigrations(options.folder ?? OWN_FOLDER);
  const client = await pool.connect();
  let isSpent = false;
  try {
    // The common case, a database that is up to date, takes no lock.
    const applied = await readApplied(client, schema);
    const pending = pendingOf(migrations, applied);
    if (pending.length === 0) return [];
    isSpent = true;
    await client.query("set statement_timeout to 0");
    return await withLock(client, schema, () => runPending(client, schema, migrations)).catch((error: unknown) => {
      throw cannotMigrate(error, { schema, isNew: applied.size === 0, missing: pending[0]?.name ?? "" });
    });
  } finally {
    client.release(isSpent);
  }
}

/** Whoever may only look at tables that are up to date needs none of this; else it says what is to be done by whom. */
function cannotMigrate(
  error: unknown,
  { schema, isNew, missing }: { readonly schema: string; readonly isNew: boolean; readonly missing: string },
): unknown {
  const explained = explainDatabaseError(error);
  if (!(explained instanceof AppError)) return error;
  if (explained.code !== "DB_FORBIDDEN" && explained.code !== "DB_READ_ONLY") return explained;
  if (isNew) {
    const { code, message, hint = "" } = explained;
    return new AppError(code, `There are no tables of Nightgrid in schema ${schema}. ${message}`, {
      hint,
      cause: error,
    });
  }
  const message = `The tables in schema ${schema} are older than this Nightgrid: ${missing} has not run. ${explained.message}`;
  return new AppError("DB_SCHEMA_MISMATCH", message, {
    hint: "Run `nightgrid db start` with the role that owns the schema, or use the Nightgrid that made it.",
    cause: error,
  });
}

async function migrationNames(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
}

async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = await migrationNames(folder);
  for (const [index, name] of names.entries()) {
    if (Number(FILE_NAME.exec(name)?.[1]) === index + 1) continue;
    throw new Error(`${path.join(folder, name)}: migrations are numbered 0001_name.sql, 0002_name.sql, … without gaps`);
  }
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(path.join(folder, name), "utf8");
      return { name, sql, sha256: sha256(sql) };
    }),
  );
}

/** SHA-256 by file name, in order; empty for a database that never saw us. */
async function readApplied(client: ClientBase, schema: string): Promise<ReadonlyMap<string, string>> {
  const table = `${quoteSchema(schema)}.migrations`;
  try {
    const { rows } = await client.query<{ name: string; sha256: string }>(
      `select name, sha256 from ${table} order by name`,
    );
    return new Map(rows.map((row) => [row.name, row.sha256]));
  } catch (error) {
    if (error instanceof DatabaseError && error.code === UNDEFINED_TABLE) return new Map();
    throw error;
  }
}

const UNDEFINED_TABLE = "42P01";

function pendingOf(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration.sha256]));
  for (const [name, hash] of applied) {
    const current = known.get(name);
    if (current === hash) continue;
    const what = current === undefined ? "is missing from migrations/" : "was edited after it had run";
    throw new AppError("MIGRATION_CHANGED", `${name} ${what}`, {
      hint:
        current === undefined
          ? "A newer Nightgrid made this database: use that version. (Or was the file lost? Restore it then.)"
          : "Restore the file from version control. If a newer Nightgrid made this database, use that version.",
      details: { migration: name },
    });
  }
  return migrations.filter((migration) => !applied.has(migration.name));
}

async function withLock<T>(client: ClientBase, schema: string, work: () => Promise<T>): Promise<T> {
  const key = `migrations of schema ${schema}`;
  await client.query("select pg_advisory_lock(hashtextextended($1, 0))", [key]);
  try {
    return await work();
  } finally {
    await client.query("select pg_advisory_unlock(hashtextextended($1, 0))", [key]);
  }
}

async function runPending(
  client: ClientBase,
  schema: string,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  await createBookkeeping(client, schema);
  const pending = pendingOf(migrations, await readApplied(client, schema));
  for (const migration of pending) await runOne(client, schema, migration);
  return pending.map((migration) => migration.name);
}

async function createBookkeeping(client: ClientBase, schema: string): Promise<void> {
  // `create schema if not exists` asks for the right to create one even when it is there.
  const { rows } = await client.query("select 1 from pg_namespace where nspname = $1", [schema]);
  if (rows.length === 0) await client.query(`create schema ${quoteSchema(schema)}`);
  await client.query(`
    create table if not exists ${quoteSchema(schema)}.migrations (
      name text primary key,
      sha256 text not null,
      applied_at timestamptz not null default now()
    )`);
}

async function runOne(client: ClientBase, schema: string, migration: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(`set local search_path to ${quoteSchema(schema)}`);
    await client.query(migration.sql);
    await client.query(`insert into ${quoteSchema(schema)}.migrations (name, sha256) values ($1, $2)`, [
      migration.name,
      migration.sha256,
    ]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new Error(`Migration ${migration.name} failed and was rolled back: ${messageOf(error)}`, { cause: error });
  }
}
