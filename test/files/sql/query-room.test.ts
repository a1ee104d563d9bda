import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createParquetTable } from "../../../src/files/parquet/parquet-table.ts";
import { loadDuckDb } from "../../../src/files/sql/load-duckdb.ts";
import { openQueryRoom, type QueryRoom } from "../../../src/files/sql/query-room.ts";
import { ROOM_PREFIX } from "../../../src/files/sql/stale-rooms.ts";
import type { SqlTable, SqlValue } from "../../../src/files/sql/sql-table.ts";

const LIMITS = { memoryMb: 256, timeoutMs: 60_000, signal: new AbortController().signal };
const CELLS: SqlTable = {
  name: "cells",
  columns: [
    { name: "cell", kind: "integer" },
    { name: "sharpe", kind: "number" },
    { name: "at", kind: "moment" },
    { name: "day", kind: "date" },
    { name: "big", kind: "long" },
    { name: "params", kind: "json" },
  ],
};

const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid [room]*-"));
let room: QueryRoom;

beforeAll(async () => {
  writeFileSync(path.join(folder, "secret.csv"), "a\n1\n");
  room = await openQueryRoom(LIMITS);
  await room.createTable(CELLS);
  await room.add(CELLS, [
    [0, 1, 2],
    [0.5, Number.NaN, null],
    [0, 1_760_000_000_123, null],
    [0, -1, null],
    [1, 2 ** 40, null],
    ['{"fast":5}', "{}", null],
  ]);
  await room.lock();
});
afterAll(async () => {
  await room[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function ask(sql: string, where = room): Promise<readonly (readonly SqlValue[])[]> {
  const rows: (readonly SqlValue[])[] = [];
  for await (const page of (await where.ask(await where.check(sql))).pages) rows.push(...page);
  return rows;
}

describe("a room", () => {
  it("gives back what was put in, NaN as null", async () => {
    expect(await ask("from cells order by cell")).toEqual([
      [0, 0.5, "1970-01-01T00:00:00.000Z", "1970-01-01", 1, '{"fast":5}'],
      [1, null, "2025-10-09T08:53:20.123Z", "1969-12-31", 2 ** 40, "{}"],
      [2, null, null, null, null, null],
    ]);
    // NaN would be above every number.
    expect(await ask("select max(sharpe), count(*) filter (sharpe > 0) from cells")).toEqual([[0.5, 1]]);
  });

  it("never answers with a number that is none, nor with one that lost digits", async () => {
    const [row] = await ask(
      "select 'nan'::double, 'inf'::double, 9007199254740993, 1.25, [1, 2], interval 1 day, 1e300",
    );
    expect(row).toEqual([null, null, "9007199254740993", 1.25, "[1, 2]", "1 day", 1e300]);
  });

  it("keeps columns of the same name apart, and names that are none of JavaScript's", async () => {
    const { columns } = await room.ask(await room.check(`select 1 as a, 2 as a, 3 as "__proto__"`));
    expect(new Set(columns.map(({ name }) => name)).size).toBe(3);
  });
});

describe("a query that is not one SELECT is refused before it runs:", () => {
  it.each([
    ["select 1; select 2"],
    ["copy cells to '/tmp/nightgrid-stolen.csv'"],
    ["export database '/tmp/nightgrid-stolen'"],
    ["attach '/tmp/nightgrid-other.db'"],
    ["install httpfs"],
    ["load httpfs"],
    ["set lock_configuration = false"],
    ["pragma database_list"],
    ["call force_checkpoint()"],
    ["drop table cells"],
    ["insert into cells (cell) values (9)"],
    ["update cells set cell = 9"],
    ["create table mine as select 1"],
    ["with gone as (delete from cells returning *) from gone"],
    ["explain analyze copy cells to '/tmp/nightgrid-stolen.csv'"],
    ["prepare p as select 1"],
    ["select 1 -- \n; drop table cells"],
    ["select 1\0; drop table cells"],
    ["select '\ud800'"],
    [""],
    [";;"],
    ["sel ect"],
    [`select ${"(".repeat(40_000)}1${")".repeat(40_000)}`],
    [`select ${"1+".repeat(40_000)}1`],
    [`select '${"x".repeat(5_000_000)}'`],
  ])("%.60s", async (sql) => {
    await expect(ask(sql)).rejects.toMatchObject({ code: "QUERY_INVALID" });
    expect(await ask("select count(*) from cells")).toEqual([[3]]);
  });
});

describe("a query reaches nothing outside of its room:", () => {
  it.each([
    ["select * from read_text('/etc/passwd')"],
    ["select * from read_text('/proc/self/environ')"],
    ["select * from read_csv('/etc/passwd')"],
    ["from '/etc/passwd'"],
    ["select * from glob('/etc/*')"],
    ["select * from parquet_metadata('/etc/passwd')"],
    ["select * from sniff_csv('/etc/passwd')"],
    ["select * from read_parquet('https://localhost:1/x.parquet')"],
    ["select getenv('HOME')"],
    ["select * from query('copy cells to ''/tmp/nightgrid-stolen.csv''')"],
    ["select * from enable_logging(storage = 'file', storage_path = '/tmp/nightgrid-stolen')"],
    ["select * from pg_read_file('/etc/passwd')"],
    ["select * from enable_logging(storage = 'stdout')"],
    ["select * from query('select 1')"],
    ["select (select count(*) from glob('/etc/*'))"],
    ["select 1 where exists (from duckdb_secrets())"],
    ["select $1"],
  ])("%.60s", async (sql) => {
    await expect(ask(sql)).rejects.toMatchObject({ code: "QUERY_INVALID" });
    expect(readdirSync(os.tmpdir()).filter((name) => name.startsWith("nightgrid-stolen"))).toEqual([]);
  });

  it("its own folder's neighbours neither", async () => {
    await expect(ask(`from read_csv('${path.join(folder, "secret.csv")}')`)).rejects.toMatchObject({
      code: "QUERY_INVALID",
    });
  });
});

describe("limits", () => {
  it("of time stop a query, and the room goes on", async () => {
    await using hasty = await openQueryRoom({ ...LIMITS, timeoutMs: 50 });
    const endless = "select sum(a.range * b.range) from range(1000000000) a, range(1000) b";
    await expect(ask(endless, hasty)).rejects.toMatchObject({ code: "QUERY_TIMEOUT" });
    expect(await ask("select 1", hasty)).toEqual([[1]]);
  });

  it("of memory refuse what cannot be spilled", async () => {
    await using small = await openQueryRoom({ ...LIMITS, memoryMb: 64 });
    await expect(
      ask("select length(string_agg(repeat('x', 1000), '')) from range(2000000)", small),
    ).rejects.toMatchObject({
      code: "QUERY_TOO_LARGE",
    });
  });

  it("stop it when it is told to", async () => {
    const stopped = new AbortController();
    await using told = await openQueryRoom({ ...LIMITS, signal: stopped.signal });
    const select = await told.check("select sum(a.range * b.range) from range(1000000000) a, range(1000) b");
    // Before the statement has begun to run, where DuckDB forgets an interrupt.
    const asked = told.ask(select).then(({ pages }) => pages[Symbol.asyncIterator]().next());
    stopped.abort();
    await expect(asked).rejects.toMatchObject({ name: "AbortError" });
  });
});

it("a Parquet file is read by the names of its columns, whatever its path looks like", async () => {
  const table = createParquetTable(
    [
      { name: "sharpe", kind: "number" },
      { name: "cell", kind: "integer" },
    ],
    { facts: { kind: "cells", run_id: "r1" } },
  );
  const file = path.join(folder, "a?b.parquet");
  writeFileSync(
    file,
    Buffer.concat([
      await table.add([
        [1.5, Number.NaN, Number.POSITIVE_INFINITY],
        [1, 2, 3],
      ]),
      await table.end(),
    ]),
  );
  await using own = await openQueryRoom(LIMITS);
  await own.createTable({ ...CELLS, columns: [{ name: "run_id", kind: "text" }, ...CELLS.columns] });
  const named = { ...CELLS, columns: [{ name: "run_id", kind: "text" } as const, ...CELLS.columns] };
  expect(await own.parquetFacts(file)).toEqual(
    new Map([
      ["kind", "cells"],
      ["run_id", "r1"],
    ]),
  );
  expect(await own.addParquet(named, file, ["it's r1"])).toBe(3);
  expect(await ask("select run_id, cell, sharpe, day from cells order by cell", own)).toEqual([
    ["it's r1", 1, 1.5, null],
    ["it's r1", 2, null, null],
    ["it's r1", 3, null, null],
  ]);
  await expect(own.addParquet(named, path.join(folder, "secret.csv"), ["r1"])).rejects.toMatchObject({
    code: "QUERY_INVALID",
  });
});

it("an answer as Parquet lies in the room, and the room goes with all that is in it", async () => {
  const own = await openQueryRoom(LIMITS);
  await own.lock();
  const file = await own.askForParquet(await own.check("select 1 as a, 'x' as b -- the end\n;"));
  expect(readFileSync(file).subarray(0, 4).toString()).toBe("PAR1");
  expect(file).toContain(ROOM_PREFIX);
  await own[Symbol.asyncDispose]();
  expect(existsSync(path.dirname(path.dirname(file)))).toBe(false);
});

it("what a killed process left goes with the next room, and what a living one has stays", async () => {
  const dead = spawnSync(process.execPath, ["-e", "0"]).pid;
  const [left, used] = [dead, process.pid].map((pid) => mkdtempSync(path.join(os.tmpdir(), `${ROOM_PREFIX}${pid}-`)));
  await using _room = await openQueryRoom(LIMITS);
  expect([left, used].map((one) => existsSync(one ?? ""))).toEqual([false, true]);
  rmSync(used ?? "", { recursive: true });
});

it("without the package, the error says what to install", async () => {
  await expect(loadDuckDb(() => Promise.reject(new Error("Cannot find package")))).rejects.toMatchObject({
    code: "PACKAGE_MISSING",
    hint: expect.stringContaining("npm install @duckdb/node-api@1.5.5-r.5"),
  });
});
