import { beforeAll, describe, expect, it } from "vitest";
import { queryReader } from "../../../src/data/beside/tables/read-query.ts";
import { loadStored } from "../../../src/runs/market/stored-prices.ts";
import { queryRows } from "../../../src/store/prices/query-rows.ts";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 180_000;
const DAY = 86_400_000;
const FIRST = Date.UTC(2024, 0, 1);
const DAYS = 160;
const SYMBOLS = ["AAA", "BBB", "OLD"];
const project = await createCliProject();
const { pool, url } = project.database;
const env = { DESK_DATABASE_URL: url };

const day = (index: number): string => new Date(FIRST + index * DAY).toISOString().slice(0, 10);

/** Who was in: OLD left on day 80, when BBB joined. */
const MEMBERS: readonly (readonly [string, string, string | null])[] = [
  ["AAA", "2020-01-01", null],
  ["BBB", day(80), null],
  ["OLD", "2020-01-01", day(80)],
];
/** What it is about, when it was published, and what it said. */
const FIGURES: readonly (readonly [string, string, string, number])[] = [
  ["AAA", "2023-12-31", day(20), 1.5],
  ["AAA", "2023-12-31", day(50), 0.5],
  ["BBB", "2023-12-31", day(30), 1],
  ["OLD", "2023-12-31", day(30), 2],
];

const STRATEGY = `import { definePanelStrategy, extraColumns } from "nightgrid";
export default definePanelStrategy({
  name: "by_value",
  params: { least: { kind: "float", default: 0, min: 0, max: 10 } },
  targets({ panel, params }) {
    const value = extraColumns(panel, "book_to_price");
    const rebalance = new Uint8Array(panel.time.length).fill(1);
    const weights = value.map((own) => own.map((figure) => (figure > params.least ? 0.3 : 0)));
    return { rebalance, weights };
  },
});
`;

function dag(id: string, data: string, end = day(DAYS - 1)): string {
  return `id: ${id}
alerts: []
backtest:
  strategy: ../strategies/by-value.ts
  data:
    csv: "../prices/{symbol}.csv"
    bars_per_year: 252
${data.trimEnd().replaceAll(/^/gm, "    ")}
  start_date: ${day(0)}
  end_date: ${end}
  param_grid: { least: [0.2, 0.9] }
after_backtest: [check_data]
`;
}

const IN_FILES = "universe: ../universe.csv\nfactors: { book_to_price: { csv: ../figures.csv } }";
const MEMBERS_BY_SQL = 'select ticker as symbol, joined as "from", gone as "to" from desk.members order by ticker';
const BY_SQL = `universe:
  sql: ${MEMBERS_BY_SQL}
  connection: DESK_DATABASE_URL
factors:
  book_to_price:
    sql: |
      select ticker as symbol, about as event_time, published as known_at, value
      from desk.figures; -- all of them
    connection: DESK_DATABASE_URL`;
const BY_NAME = "universe: { dataset: members }\nfactors: { book_to_price: { dataset: figures } }";

beforeAll(async () => {
  await pool.query("create schema desk");
  await pool.query("create table desk.prices (ticker text, day date, close numeric, volume bigint)");
  for (const [place, symbol] of SYMBOLS.entries()) {
    // OLD has no prices of after it left.
    const rows = Array.from({ length: symbol === "OLD" ? 90 : DAYS }, (_, index) => {
      const close = (100 * (1 + 0.1 * Math.sin(index / (5 + 3 * place)))).toFixed(4);
      return [day(index), close, close, close, close, 1000];
    });
    const lines = rows.map((row) => row.join(","));
    project.write(`prices/${symbol}.csv`, ["date,open,high,low,close,volume", ...lines].join("\n"));
    const values = [symbol, rows.map(([date]) => date), rows.map(([, close]) => close)];
    await pool.query(
      "insert into desk.prices select $1, d, c, 1000 from unnest($2::date[], $3::numeric[]) as p (d, c)",
      values,
    );
  }
  project.write(
    "sources/desk.yaml",
    "connection: DESK_DATABASE_URL\nquery: select day, close as open, close as high, close as low, close, volume from desk.prices where ticker = $symbol and day >= $from and day < $to order by day\n",
  );
  project.write("strategies/by-value.ts", STRATEGY);
  project.write("universe.csv", ["symbol,from,to", ...MEMBERS.map((row) => row.join(","))].join("\n"));
  project.write("figures.csv", ["symbol,event_time,known_at,value", ...FIGURES.map((row) => row.join(","))].join("\n"));
  project.write(
    "datasets/members/dataset.yaml",
    "query: select ticker, joined as start, gone as end from desk.members order by ticker\nconnection: DESK_DATABASE_URL\ncolumns: { from: start, to: end }\n",
  );
  project.write("datasets/figures/dataset.yaml", "table: figures.csv\ncolumns: { value: bp }\n");
  project.write(
    "datasets/figures/figures.csv",
    ["symbol,event_time,known_at,value,bp", ...FIGURES.map((row) => [...row.slice(0, 3), 99, row[3]].join(","))].join(
      "\n",
    ),
  );
  await pool.query("create table desk.members (ticker text, joined date, gone date)");
  await pool.query("create table desk.figures (ticker text, about date, published date, value numeric)");
  for (const row of MEMBERS) await pool.query("insert into desk.members values ($1, $2, $3)", [...row]);
  for (const row of FIGURES) await pool.query("insert into desk.figures values ($1, $2, $3, $4)", [...row]);
  project.write("dags/files.yaml", dag("files", IN_FILES));
  project.write("dags/query.yaml", dag("query", BY_SQL));
  project.write("dags/named.yaml", dag("named", BY_NAME));
});

async function run(...args: readonly string[]) {
  const { code, stderr, document } = await project.json("run", ["run", ...args], env);
  expect(code, stderr).toBe(0);
  return document;
}

describe("a universe and factors", () => {
  it(
    "of a query or of the catalogue are those of files with the same rows, and their results one",
    async () => {
      const files = await run("files");
      expect(files.cells).toMatchObject({ total: 2, cached: 0 });
      for (const id of ["query", "named"]) {
        const { cells, best } = await run(id);
        expect(cells).toMatchObject({ total: 2, cached: 2 });
        expect(best?.metrics).toEqual(files.best?.metrics);
      }
    },
    TIMEOUT,
  );

  it(
    "are checked without their database, and say what it says when a run is planned",
    async () => {
      const away = { DESK_DATABASE_URL: "postgres://me:hunter2hunter2@127.0.0.1:1/x" };
      expect((await project.run(["validate", "dags/query.yaml"], away)).code).toBe(0);
      const planned = await project.run(["plan", "query"], away);
      expect(planned.stderr).toContain("universe (query of DESK_DATABASE_URL)");
      expect(planned.stderr).toContain("SOURCE_UNREACHABLE");
      expect(planned.stderr + planned.stdout).not.toContain("hunter2hunter2");
      const unset = await project.run(["plan", "query"]);
      expect(unset.stderr).toContain("Set DESK_DATABASE_URL in the environment");
    },
    TIMEOUT,
  );

  it(
    "are looked at by check lookahead: nobody is seen before joining, and no figure before its publication",
    async () => {
      const { code, stdout, stderr } = await project.run(["check", "lookahead", "dags/query.yaml"], env);
      expect(code, stderr).toBe(0);
      expect(stdout).toContain("2 of 3 symbols join or leave, and are out at 90 bars.");
      expect(stdout).toContain("4 values, published 21 to 51 days after their event.");
    },
    TIMEOUT,
  );

  it(
    "are waited for while they are in: who has left has no more prices",
    async () => {
      const wait = (end: string): string =>
        dag("gate", BY_SQL).replace("alerts: []", `wait_for: { through: ${end}, timeout: 1s }\nalerts: []`);
      project.write("dags/gate.yaml", wait(day(DAYS - 1)));
      expect((await run("gate")).cells.total).toBe(2);
      project.write("dags/gate.yaml", wait(day(DAYS)));
      const late = await project.run(["run", "gate"], env);
      expect(late.stdout + late.stderr).toContain(`AAA ends on ${day(DAYS - 1)}, BBB ends on ${day(DAYS - 1)}`);
      expect(late.stdout + late.stderr).not.toContain("OLD ends");
    },
    TIMEOUT,
  );

  it(
    "that a query tells otherwise later are a version, and a run of before is what it was",
    async () => {
      const before = await run("query");
      const moment = before.started_at ?? "";
      await pool.query("update desk.figures set value = 0.1 where ticker = 'BBB'");
      const after = await run("query");
      expect(after.cells.cached).toBe(0);
      expect(after.best?.metrics).not.toEqual(before.best?.metrics);
      const name = (version: number): string => `prices/{symbol}.csv@${version}`;
      const [then, now] = [before, after].map(({ data_versions: [one] }) => one?.version ?? 0);
      const { document } = await project.json("data_diff", ["data", "diff", name(then ?? 0), name(now ?? 0)]);
      expect(JSON.stringify(document)).toContain("book_to_price");
      const past = await run("query", "--as-of", moment);
      expect(past.cells.cached).toBe(2);
      expect(past.best?.metrics).toEqual(before.best?.metrics);
      await pool.query("update desk.figures set value = 1 where ticker = 'BBB'");
    },
    TIMEOUT,
  );

  it(
    "are in a bundle of a run: it is computed again where their database is not known",
    async () => {
      const { run_id: id } = await run("query");
      const packed = await project.run(["bundle", id, "-o", "run.zip"], env);
      expect(packed.code, packed.stderr).toBe(0);
      const replayed = await project.run(["replay", "run.zip"]);
      expect(replayed.code, replayed.stderr + replayed.stdout).toBe(0);
      expect(replayed.stdout).toContain("2 cells");
    },
    TIMEOUT,
  );

  it(
    "whose database is away have not come: a run that waits for its data goes on waiting, and then says so",
    async () => {
      const away = { DESK_DATABASE_URL: "postgres://me:hunter2hunter2@127.0.0.1:1/x" };
      const text = dag("patient", BY_SQL).replace(
        "alerts: []",
        `wait_for: { through: ${day(9)}, timeout: 1s }\nalerts: []`,
      );
      project.write("dags/patient.yaml", text);
      const { stdout, stderr } = await project.run(["run", "patient"], away);
      expect(stdout + stderr).toContain("it cannot be read yet: universe (query of DESK_DATABASE_URL)");
      expect(stdout + stderr).not.toContain("hunter2hunter2");
      expect((await project.run(["run", "patient"], env)).code).toBe(0);
    },
    TIMEOUT,
  );

  it(
    "stand beside prices that were fetched, too, with versions of their own",
    async () => {
      const prices = 'csv: "../prices/{symbol}.csv"';
      expect(dag("desk", BY_SQL)).toContain(prices);
      const text = (id: string, beside: string): string => dag(id, beside).replace(prices, 'source: "sql:desk"');
      project.write("dags/desk.yaml", text("desk", BY_SQL));
      const unfetched = await project.run(["plan", "desk"], env);
      expect(unfetched.stderr).toContain("nightgrid data fetch sql:desk");
      const fetched = await project.run(
        ["data", "fetch", "sql:desk", ...SYMBOLS, "--from", day(0), "--to", day(DAYS - 1)],
        env,
      );
      expect(fetched.code, fetched.stderr).toBe(0);
      const [files, desk] = [await run("files"), await run("desk")];
      expect(desk.best?.metrics).toEqual(files.best?.metrics);

      await pool.query("update desk.members set gone = $1 where ticker = 'AAA'", [day(60)]);
      const after = await run("desk");
      expect(after.best?.metrics).not.toEqual(desk.best?.metrics);
      expect((await run("desk", "--as-of", desk.started_at ?? "")).best?.metrics).toEqual(desk.best?.metrics);
      await pool.query("update desk.members set gone = null where ticker = 'AAA'");
    },
    TIMEOUT,
  );

  it("are asked once for all of a reading", async () => {
    const readQuery = queryReader(queryRows, env);
    const asked: string[] = [];
    const universe = { sql: MEMBERS_BY_SQL, connection: "DESK_DATABASE_URL", timeoutMs: 20_000 };
    const request = {
      source: "sql:desk",
      dataset: null,
      csv: null,
      symbols: [],
      timeframe: "1d",
      columns: {},
      adjusted: false,
    };
    const loaded = await loadStored(
      { ...request, universe },
      {
        home: project.home,
        database: pool,
        readQuery(query, place) {
          asked.push(query.sql);
          return readQuery(query, place);
        },
      },
    );
    expect(loaded.bars.map(({ symbol }) => symbol)).toEqual(SYMBOLS);
    expect(asked).toEqual([MEMBERS_BY_SQL]);
  });
});
