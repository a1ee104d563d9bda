import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connect } from "../../src/store/connection/connect.ts";
import { migrate } from "../../src/store/connection/migrate.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let pool: Pool;
let folder: string;
let schema: string;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = database.pool;
});
afterAll(() => database.close());

beforeEach(async () => {
  count++;
  schema = `rooms_${count}`;
  folder = await mkdtemp(path.join(os.tmpdir(), "nightgrid-migrations-"));
  return () => rm(folder, { recursive: true });
});

const CREATE_ROOMS = "-- The rooms.\ncreate table rooms (id int primary key);";
const ADD_NAME = "-- Rooms have names.\nalter table rooms add column name text;";

async function write(name: string, sql: string): Promise<void> {
  await writeFile(path.join(folder, name), sql);
}

async function columnsOf(table: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ column_name: string }>(
    "select column_name from information_schema.columns where table_schema = $1 and table_name = $2 order by 1",
    [schema, table],
  );
  return rows.map((row) => row.column_name);
}

describe("migrate", () => {
  it("runs each file once, in order, into the schema that it is given", async () => {
    await write("0002_add_name.sql", ADD_NAME);
    await write("0001_create_rooms.sql", CREATE_ROOMS);
    expect(await migrate(pool, { schema, folder })).toEqual(["0001_create_rooms.sql", "0002_add_name.sql"]);
    expect(await columnsOf("rooms")).toEqual(["id", "name"]);
    expect(await migrate(pool, { schema, folder })).toEqual([]);
  });

  it("runs only what is new", async () => {
    await write("0001_create_rooms.sql", CREATE_ROOMS);
    await migrate(pool, { schema, folder });
    await write("0002_add_name.sql", ADD_NAME);
    expect(await migrate(pool, { schema, folder })).toEqual(["0002_add_name.sql"]);
  });

  it("lets any number of processes migrate at once", async () => {
    await write("0001_create_rooms.sql", CREATE_ROOMS);
    const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(pool, { schema, folder })));
    expect(applied.flat()).toEqual(["0001_create_rooms.sql"]);
  });

  it("refuses a file that was edited after it had run", async () => {
    await write("0001_create_rooms.sql", CREATE_ROOMS);
    await migrate(pool, { schema, folder });
    await write("0001_create_rooms.sql", `${CREATE_ROOMS} -- edited`);
    await expect(migrate(pool, { schema, folder })).rejects.toMatchObject({
      code: "MIGRATION_CHANGED",
      message: "0001_create_rooms.sql was edited after it had run",
    });
  });

  it("refuses a database that has seen a file which is gone", async () => {
    await write("0001_create_rooms.sql", CREATE_ROOMS);
    await write("0002_add_name.sql", ADD_NAME);
    await migrate(pool, { schema, folder });
    await rm(path.join(folder, "0002_add_name.sql"));
    await expect(migrate(pool, { schema, folder })).rejects.toMatchObject({
      code: "MIGRATION_CHANGED",
      message: "0002_add_name.sql is missing from migrations/",
    });
  });

  it("leaves nothing of a file that fails, and keeps those before it", async () => {
    await write("0001_create_rooms.sql", CREATE_ROOMS);
    await write("0002_broken.sql", "create table halls (id int); select 1 / 0;");
    await expect(migrate(pool, { schema, folder })).rejects.toThrow(
      "Migration 0002_broken.sql failed and was rolled back: division by zero",
    );
    expect(await columnsOf("halls")).toEqual([]);
    expect(await columnsOf("rooms")).toEqual(["id"]);
    await write("0002_broken.sql", "create table halls (id int);");
    expect(await migrate(pool, { schema, folder })).toEqual(["0002_broken.sql"]);
  });

  it.each(["0002_starts_late.sql", "0001-dash.sql", "1_short.sql"])("refuses the file name %s", async (name) => {
    await write(name, CREATE_ROOMS);
    await expect(migrate(pool, { schema, folder })).rejects.toThrow("without gaps");
  });

  it("needs no right to create schemas when the schema is there", async () => {
    await write("0001_create_rooms.sql", CREATE_ROOMS);
    const role = `tenant_${process.pid}`;
    await pool.query(`create role ${role} login; create schema ${schema} authorization ${role}`);
    const url = new URL(database.url);
    url.username = role;
    const tenant = await connect({ url: url.href, schema });
    try {
      expect(await migrate(tenant, { schema, folder })).toEqual(["0001_create_rooms.sql"]);
    } finally {
      await tenant.end();
      await pool.query(`drop schema ${schema} cascade; drop role ${role}`);
    }
  });

  it("refuses a schema name that would need quoting", async () => {
    await expect(migrate(pool, { schema: 'x"; drop table rooms', folder })).rejects.toMatchObject({ code: "USAGE" });
  });
});
