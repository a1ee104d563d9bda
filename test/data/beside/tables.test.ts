import { createServer } from "node:net";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TableSpec } from "../../../src/core/spec/beside-spec.ts";
import { tableOpener } from "../../../src/data/beside/tables/open-table.ts";
import { readFactor } from "../../../src/data/beside/read-factor.ts";
import { queryReader } from "../../../src/data/beside/tables/read-query.ts";
import { readUniverse } from "../../../src/data/beside/read-universe.ts";
import { isConnectionLost } from "../../../src/store/connection/transaction.ts";
import { queryRows } from "../../../src/store/prices/query-rows.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

const DAY = 86_400_000;
const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-tables-"));
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.close();
  rmSync(home, { recursive: true });
});

function opener(env: Readonly<Record<string, string>> = { DESK: database.url }) {
  return tableOpener({ home, readQuery: queryReader(queryRows, env) });
}

function query(sql: string, timeoutMs = 20_000): TableSpec {
  return { sql, connection: "DESK", timeoutMs };
}

async function universe(sql: string, timeoutMs?: number) {
  return readUniverse(await opener()(query(sql, timeoutMs), { key: "universe" }));
}

const rows = (...values: readonly string[]) =>
  `select * from (values ${values.join(", ")}) as m (symbol, "from", "to")`;

describe("a universe by SQL", () => {
  it("has dates without an end where Postgres has NULL or infinity", async () => {
    const { memberAt, endOf, symbols } = await universe(
      rows(
        "('A', date '-infinity', date 'infinity')",
        "('B', date '2024-01-02', null)",
        "('C', '2024-01-02', '2024-01-03')",
      ),
    );
    const days = Float64Array.from([1, 2, 3], (day) => Date.UTC(2024, 0, day));
    expect(symbols).toEqual(["A", "B", "C"]);
    expect(symbols.map((symbol) => [...memberAt(symbol, days)])).toEqual([
      [1, 1, 1],
      [0, 1, 1],
      [0, 1, 0],
    ]);
    expect(endOf("A").leaves).toBe(Number.POSITIVE_INFINITY);
  });

  it("has the same symbols in whatever order the rows come", async () => {
    const [one, other] = ["('B', '2024-01-02', null)", "('A', '2024-01-02', null)"];
    for (const sql of [rows(one, other), rows(other, one)]) {
      expect((await universe(sql)).symbols).toEqual(["A", "B"]);
    }
  });

  it("takes days from timestamps, with and without a zone", async () => {
    const { endOf } = await universe(
      rows(
        "('A', timestamp '2024-01-01 12:00', null::timestamptz)",
        "('B', timestamp '2024-01-01', '2024-01-05 00:00+00')",
      ),
    );
    expect(endOf("B").leaves).toBe(Date.UTC(2024, 0, 5) / DAY);
  });

  it.each([
    ["no symbol", "(null, date '2024-01-01', null::date)", "universe (query of DESK):1: symbol is empty"],
    ["no beginning", "('A', null::date, null::date)", ':1: from "" is no date'],
    ["an end before the beginning", "('A', date '2024-01-02', date '2024-01-01')", "is not after from"],
    ["an end at the beginning of time", "('A', date '2024-01-02', date '-infinity')", "is not after from"],
    ["text", "('A', 'soon', 'later')", 'from "soon" is no date'],
  ])("with %s is refused by its row", async (_, row, problem) => {
    await expect(universe(rows(row))).rejects.toMatchObject({
      code: "DATASET_INVALID",
      message: expect.stringContaining(problem) as unknown,
    });
  });

  it("with a symbol that is in twice at a time is refused", async () => {
    const twice = rows("('A', date '2024-01-01', null::date)", "('A', date '2024-02-01', null::date)");
    await expect(universe(twice)).rejects.toThrow(":2: A is in already at that time");
  });

  it("without rows, or without the columns, is refused", async () => {
    await expect(universe(`${rows("('A', date '2024-01-01', null::date)")} where false`)).rejects.toThrow(
      "has no rows",
    );
    await expect(universe("select 1 as symbol")).rejects.toThrow("no column for from");
  });

  it("with names that differ in upper and lower case alone is refused: they would be one file on many disks", async () => {
    const twins = rows("('Abc', date '2024-01-01', null::date)", "('ABC', date '2024-01-01', null::date)");
    await expect(universe(twins)).rejects.toThrow(":2: ABC and Abc differ in upper and lower case alone");
  });
});

describe("a query of a table", () => {
  it.each([
    [
      "writes",
      "with gone as (delete from nightgrid.run returning id) select id::text as symbol from gone",
      "SOURCE_REFUSED",
    ],
    ["writes by a function", "select setval('nightgrid.log_id_seq', 1)::text as symbol", "SOURCE_REFUSED"],
    ["names no table", "select symbol from nowhere", "SOURCE_REFUSED"],
    [
      "fails at a late row",
      "select (1 / (4000 - i))::text as symbol from generate_series(1, 9000) as s (i)",
      "SOURCE_REFUSED",
    ],
  ])("that %s is refused, and says which", async (_, sql, code) => {
    await expect(universe(sql)).rejects.toMatchObject({
      code,
      message: expect.stringContaining("universe (query of DESK)") as unknown,
    });
  });

  it("that never ends is given up after its time", async () => {
    await expect(universe("select pg_sleep(60)::text as symbol", 300)).rejects.toMatchObject({
      code: "SOURCE_REFUSED",
      message: expect.stringContaining("longer than 0.3 seconds") as unknown,
    });
    const endless =
      "select i::text as symbol, date '2024-01-01' as from, null::date as to from generate_series(1, 1e12::int8) as s (i)";
    await expect(universe(endless, 700)).rejects.toMatchObject({ code: "SOURCE_REFUSED" });
  });

  it("whose server goes away, or says nothing, is no loss of our own database", async () => {
    const silent = createServer((socket) => socket.once("data", () => socket.destroy()));
    await new Promise<void>((resolve) => void silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as { readonly port: number };
    const asked = opener({ DESK: `postgres://me:hunter2hunter2@127.0.0.1:${port}/x` })(query("select 1"), {
      key: "universe",
    });
    const error: unknown = await asked.catch((thrown: unknown) => thrown);
    silent.close();
    expect(error).toMatchObject({ code: "SOURCE_UNREACHABLE" });
    expect(String(error)).not.toContain("hunter2hunter2");
    expect(isConnectionLost(error)).toBe(false);
  });

  it("without an address says which variable to set", async () => {
    await expect(opener({})(query("select 1"), { key: "universe" })).rejects.toMatchObject({
      code: "SOURCE_KEY_MISSING",
      hint: "Set DESK in the environment.",
    });
  });

  it("that is named twice in one reading is asked once", async () => {
    const open = opener();
    const counted = query("select (random() * 1e9)::int8::text as value");
    const seen: unknown[] = [];
    for (const key of ["universe", "factors.a"]) {
      const { rows: table } = await open(counted, { key });
      table.eachRow([0], ([cell]) => seen.push(cell));
    }
    expect(seen).toHaveLength(2);
    expect(seen[0]).toBe(seen[1]);
  });
});

describe("a factor by SQL", () => {
  const factor = async (sql: string) =>
    readFactor(await opener()(query(sql), { key: "factors.pe" }), { name: "pe", file: query(sql), columns: {} });

  it("has the moment of a timestamptz, and of a date its end", async () => {
    const { of } = await factor(
      `select 'A' as symbol, date '2023-12-31' as event_time, k as known_at, v as value
       from (values (timestamptz '2024-02-15 21:30:00+00', 1.5::numeric)) as t (k, v)`,
    );
    expect([...(of("A")?.knownAt ?? [])]).toEqual([Date.UTC(2024, 1, 15, 21, 30)]);
    const dated = await factor(
      "select 'A' as symbol, date '2023-12-31' as event_time, date '2024-02-15' as known_at, 2 as value",
    );
    expect([...(dated.of("A")?.knownAt ?? [])]).toEqual([Date.UTC(2024, 1, 16)]);
  });

  it("leaves out rows without a value, and refuses what is no number or no moment", async () => {
    const of = (known: string, value: string) =>
      factor(`select 'A' as symbol, date '2023-12-31' as event_time, ${known} as known_at, ${value} as value`);
    expect((await of("date '2024-01-05'", "null::numeric")).warnings).toContain(
      "pe: one row without a value is left out",
    );
    expect((await of("date '2024-01-05'", "'NaN'::numeric")).warnings).toContain(
      "pe: one row without a value is left out",
    );
    await expect(of("date '2024-01-05'", "'infinity'::float8")).rejects.toThrow("not a number");
    await expect(of("date 'infinity'", "1")).rejects.toThrow('known_at "infinity" is no date or time');
    await expect(of("null::date", "1")).rejects.toThrow('known_at "" is no date or time');
  });
});

describe("a table of the catalogue", () => {
  function entry(name: string, text: string, table = ""): void {
    mkdirSync(path.join(home, "datasets", name), { recursive: true });
    writeFileSync(path.join(home, "datasets", name, "dataset.yaml"), text);
    writeFileSync(path.join(home, "datasets", name, "t.csv"), table);
  }
  const opened = (name: string) => opener()({ dataset: name }, { key: "universe" });

  it("is a file beside its entry, or a query, with its own headers", async () => {
    entry("by_file", "table: t.csv\ndelimiter: ;\ncolumns: { from: since }\n", "symbol;since;to\nA;2024-01-01;\n");
    entry(
      "by_query",
      `query: select 'A' as s, date '2024-01-01' as "from", null as "to"\nconnection: DESK\ncolumns: { symbol: s }\n`,
    );
    for (const name of ["by_file", "by_query"]) expect(readUniverse(await opened(name)).symbols).toEqual(["A"]);
  });

  it.each([
    ["two", "table: t.csv\nquery: select 1\nconnection: DESK\n", "keep one of them"],
    ["no_connection", "query: select 1\n", "connection is missing"],
    [
      "an_address",
      "query: select 1\nconnection: postgres://me:hunter2@h/x\n",
      "the address itself stays out of the file",
    ],
    ["two_statements", "query: select 1; drop table x\nconnection: DESK\n", "query must be one select"],
    ["outside", "table: ../../secret.csv\n", "without a folder"],
    ["prices", "timeframe: 1d\nbars_per_year: 252\nsymbols: [A]\n", "has prices, and is no table"],
    ["unknown", "table: t.csv\ntabel: 1\n", 'unknown key "tabel"'],
  ])("%s is refused with what is wrong", async (name, text, problem) => {
    entry(name, text);
    const error: unknown = await opened(name).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "DATASET_INVALID", message: expect.stringContaining(problem) as unknown });
    expect(String(error)).not.toContain("hunter2");
  });
});
