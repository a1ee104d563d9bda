import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PriceServer, priceServer } from "../../data/sources/support/price-server.ts";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 180_000;
const DAY = 86_400_000;
const FIRST = Date.UTC(2024, 0, 1);
const DAYS = 200;
const SPLIT_DAY = 120;
const SPAN = ["--from", "2024-01-01", "--to", "2024-07-18"];
const project = await createCliProject();

const dayOf = (index: number): string => new Date(FIRST + index * DAY).toISOString().slice(0, 10);
/** A price that goes up by one per cent a day for ten days, and down again; a fourth of it from the split on. */
const closeOf = (index: number): number =>
  Math.round(100 * 1.01 ** (10 - Math.abs((index % 20) - 10)) * 100) / (index < SPLIT_DAY ? 100 : 400);

let server: PriceServer;
let env: NodeJS.ProcessEnv;
/** What the service has revised. */
const revised = new Map<number, number>();
let dividend = 0.5;
beforeAll(async () => {
  server = await priceServer(({ url }) => {
    const [from, to] = [url.searchParams.get("startDate") ?? "", url.searchParams.get("endDate") ?? "9"];
    const rows = Array.from({ length: DAYS }, (_, index) => {
      const close = revised.get(index) ?? closeOf(index);
      const raw = { open: close, high: close, low: close, close, volume: 1000 };
      const happened = { divCash: index === 60 ? dividend : 0, splitFactor: index === SPLIT_DAY ? 4 : 1 };
      return { date: `${dayOf(index)}T00:00:00.000Z`, ...raw, ...happened };
    });
    return { body: rows.filter(({ date }) => date.slice(0, 10) >= from && date.slice(0, 10) <= to) };
  });
  env = { TIINGO_BASE_URL: server.url, TIINGO_API_KEY: "k" };
  project.write("dags/raw.yaml", dag("raw", ""));
  project.write("dags/adjusted.yaml", dag("adjusted", ", adjust: splits"));
  project.write("dags/early.yaml", dag("early", ", adjust: splits", "2024-04-01"));
});
afterAll(() => server[Symbol.asyncDispose]());

function dag(id: string, more: string, end = "2024-07-18"): string {
  return `id: ${id}
alerts: []
backtest:
  strategy: buy_and_hold
  data: { source: tiingo, symbols: [AAA]${more} }
  start_date: 2024-01-01
  end_date: ${end}
`;
}

async function run(file: string, ...more: readonly string[]) {
  const { code, document } = await project.json("run", ["run", `dags/${file}.yaml`, ...more], env);
  expect(code).toBe(0);
  const { cells, best, data_versions: versions } = document;
  return { cached: cells.cached, drawdown: best?.metrics?.max_drawdown ?? Number.NaN, versions };
}

const versionsOf = async () =>
  (await project.json("dataset_versions", ["data", "versions", "source:tiingo"])).document.versions;

describe("prices that a source revises", () => {
  it(
    "are versions of its data, which runs can be held to",
    async () => {
      expect((await project.run(["data", "fetch", "tiingo", "AAA", ...SPAN], env)).code).toBe(0);
      const raw = await run("raw");
      const adjusted = await run("adjusted");
      const early = await run("early");
      // The split is a loss of three quarters to whoever does not hear of it.
      expect(raw.drawdown).toBeGreaterThan(0.7);
      expect(adjusted.drawdown).toBeLessThan(0.15);
      expect([raw, adjusted, early].map(({ versions }) => versions.map(({ version }) => version))).toEqual([
        [1],
        [2],
        [2],
      ]);

      const before = (await versionsOf())[0]?.known_at ?? "";
      revised.set(150, closeOf(150) * 1.5);
      expect((await project.run(["data", "fetch", "tiingo", "AAA", ...SPAN, "--again"], env)).code).toBe(0);
      const after = await run("adjusted");
      expect(after).toMatchObject({ cached: 0, versions: [{ dataset: "source:tiingo", version: 3 }] });
      const missed = await project.run(["explain-miss", "last"], env);
      expect(missed.stdout).toContain("data: source:tiingo@2 → source:tiingo@3 (nightgrid data diff source:tiingo@2");
      // What was revised lies behind its window.
      expect(await run("early")).toMatchObject({ cached: 1, versions: [{ version: 3 }] });

      const { document } = await project.json("data_diff", ["data", "diff", "source:tiingo@2", "3"]);
      expect(document.changes).toMatchObject({
        rows: { added: 0, revised: 1, removed: 0 },
        symbols: [{ symbol: "AAA", fields: { open: 1, high: 1, low: 1, close: 1 } }],
      });
      const closes = document.changes.symbols[0]?.first.find(({ field }) => field === "close");
      expect(closes).toEqual({
        kind: "revised",
        time: `${dayOf(150)}T00:00:00.000Z`,
        field: "close",
        before: closeOf(150),
        after: closeOf(150) * 1.5,
      });
      const shown = await project.run(["data", "diff", "source:tiingo@2", "3"]);
      expect(shown.stdout).toContain("AAA: 1 revised (open 1, high 1, low 1, close 1)");

      expect(await run("adjusted", "--as-of", before)).toMatchObject({ cached: 1, drawdown: adjusted.drawdown });
      project.write("dags/pinned.yaml", dag("pinned", ", adjust: splits, version: 2"));
      expect(await run("pinned")).toMatchObject({
        cached: 1,
        drawdown: adjusted.drawdown,
        versions: [{ version: 2 }],
      });
    },
    TIMEOUT,
  );

  it(
    "keep the dividend that was told before, too",
    async () => {
      const last = Math.max(...(await run("adjusted")).versions.map(({ version }) => version));
      dividend = 0.75;
      expect((await project.run(["data", "fetch", "tiingo", "AAA", ...SPAN, "--again"], env)).code).toBe(0);
      const [now] = (await run("adjusted")).versions;
      const names = [`source:tiingo@${last}`, String(now?.version)];
      const { document } = await project.json("data_diff", ["data", "diff", ...names]);
      expect(document.changes.symbols[0]?.first).toEqual([
        { kind: "revised", time: `${dayOf(60)}T00:00:00.000Z`, field: "dividend", before: 0.5, after: 0.75 },
      ]);
    },
    TIMEOUT,
  );

  it(
    "are refused with a way out where nothing was known by then, and where they are adjusted already",
    async () => {
      const early = await project.run(["run", "dags/raw.yaml", "--as-of", "2020-01-01"], env);
      expect([early.code, early.stderr]).toEqual([4, expect.stringContaining("data show tiingo AAA")]);
      const none = await project.run(["data", "diff", "source:tiingo@1", "99"], env);
      expect([none.code, none.stderr]).toEqual([4, expect.stringContaining("There is no version 99 of source:tiingo")]);
      await project.database.pool.query("update nightgrid.instrument set adjustment = 'split'");
      const twice = await project.run(["run", "dags/adjusted.yaml"], env);
      expect([twice.code, twice.stderr]).toEqual([
        3,
        expect.stringContaining("AAA of tiingo is kept with prices that are adjusted already (split)"),
      ]);
    },
    TIMEOUT,
  );
});
