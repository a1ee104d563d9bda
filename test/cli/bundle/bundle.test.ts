import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { zstdDecompressSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";
import { rezip, unzip } from "./support/zip-tools.ts";

const TIMEOUT = 180_000;
const project = await createCliProject();

function prices(asset: number, days = 420): string {
  const rows = Array.from({ length: days }, (_, day) => {
    const date = new Date(Date.UTC(2019, 5, 1 + day)).toISOString().slice(0, 10);
    const price = 100 + 10 * Math.sin(day / (7 + asset));
    return `${date},${price.toFixed(4)},${(price + 2).toFixed(4)},${(price - 2).toFixed(4)},${price.toFixed(4)},1000`;
  });
  return ["date,open,high,low,close,volume", ...rows, ""].join("\n");
}

const SECRETS = {
  SLACK_WEBHOOK_URL: "https://hooks.example.test/services/T0PLANTED1/B0PLANTED2/planted3slackpart",
  COINGECKO_API_KEY: "planted-coingecko-4",
  CALLBACK_KEY: "planted-callback-5",
  VENDOR_TOKEN: "planted-vendor-6",
};
/** What must be in no file, however it is written. */
const PLANTED = ["PLANTED1", "PLANTED2", "planted3", "planted-", "planted7", "planted8", "db.planted9.test"];

const DAG = `
# Asks https://hooks.example.test/in/planted7drawnbylot8 now and then
id: nightly
backtests:
  own:
    strategy: ../strategies/dip.ts
    data: { csv: "../prices/{symbol}.csv", symbols: [S0], bars_per_year: 252 }
    param_grid: { fast: [1, 2, 3, 4] }
    objective: sharpe
  built:
    strategy: sma_cross
    data: { csv: "../prices/{symbol}.csv", symbols: [S1], bars_per_year: 252 }
    param_grid: { fast: [5, 10], slow: [20, 30] }
after_backtest:
  - ../callbacks/quiet.ts: { key: "\${secret:CALLBACK_KEY}", api_key: planted-literal-8, url: "postgres://db.planted9.test/prod" }
alerts: []
`;
const STRATEGY = `import { LEVEL } from "./lib/level.ts";
export default { name: "dip", params: { fast: { kind: "int", default: 1 } }, signals({ bars, params }) {
  if (params.fast === 4) throw new Error("no fours: planted-vendor-6");
  const entries = Uint8Array.from(bars.close, (close, bar) =>
    (bar > params.fast && close < LEVEL * bars.close[bar - params.fast] ? 1 : 0));
  return { entries, exits: entries.map((entry) => 1 - entry) };
} };
`;
const CALLBACK = "export default async function quiet() {}\n";

let runId = "";
beforeAll(async () => {
  for (const asset of [0, 1]) project.write(`prices/S${asset}.csv`, prices(asset));
  project.write("strategies/dip.ts", STRATEGY.replace(": planted-vendor-6", ""));
  project.write("strategies/lib/level.ts", "export const LEVEL = 0.99;\n");
  project.write("callbacks/quiet.ts", CALLBACK);
  project.write("package-lock.json", '{ "resolved": "https://me:planted-lock@registry.example.test/a.tgz" }');
  project.write("dags/nightly.yaml", DAG);
  const ran = await project.json("run", ["run", "nightly"], SECRETS);
  runId = ran.document.run_id;
}, TIMEOUT);

const bundled = async (file: string, more: readonly string[] = []) =>
  project.json("bundle", ["bundle", runId, "-o", file, ...more], SECRETS);
const inProject = (name: string): string => path.join(project.home, name);

describe("nightgrid bundle", () => {
  it(
    "gives the same bytes again, refuses to overwrite, and leaves nothing half-written",
    async () => {
      expect((await bundled("a.zip")).code).toBe(0);
      expect((await bundled("b.zip")).code).toBe(0);
      expect(readFileSync(inProject("b.zip")).equals(readFileSync(inProject("a.zip")))).toBe(true);
      const again = await project.run(["bundle", runId, "-o", "a.zip"]);
      expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("--force")]);
      expect((await bundled("a.zip", ["--force"])).code).toBe(0);
      expect((await project.run(["bundle", runId, "-o", "nowhere/a.zip"])).code).toBe(3);
      expect(readdirSync(project.home).filter((name) => name.endsWith(".partial"))).toEqual([]);
    },
    TIMEOUT,
  );

  it(
    "opens without Nightgrid: CSV, YAML, code as it lay, and Parquet of prices, cells and trades",
    async () => {
      const folder = unzip(inProject("a.zip"));
      const read = (name: string): string => readFileSync(path.join(folder, name), "utf8");
      expect(read("README.md")).toContain("nightgrid@");
      expect(read("code/own/dip.ts")).toContain("LEVEL");
      expect(read("code/own/lib/level.ts")).toContain("0.99");
      expect(read("cells/own.csv").split("\n")[0]).toMatch(/^cell,fast,.*state,.*sharpe.*,error$/);
      const cells = await rowsOf(path.join(folder, "cells/own.parquet"));
      expect(cells.map(({ fast, state }) => [fast, state])).toEqual([
        [1, "succeeded"],
        [2, "succeeded"],
        [3, "succeeded"],
        [4, "failed"],
      ]);
      const snapshot = readdirSync(path.join(folder, "data")).find((name) =>
        existsSync(path.join(folder, "data", name, "S0.parquet")),
      );
      const bars = await rowsOf(path.join(folder, "data", snapshot ?? "", "S0.parquet"));
      expect([bars.length, bars[0]?.["ts"], bars[0]?.["close"]]).toEqual([420, new Date("2019-06-01"), 100]);
      const trades = readdirSync(path.join(folder, "trades/own")).sort();
      expect(trades).toEqual(["cell-0.parquet", "cell-1.parquet", "cell-2.parquet"]);
      expect((await rowsOf(path.join(folder, "trades/own/cell-0.parquet"))).length).toBeGreaterThan(0);
    },
    TIMEOUT,
  );

  it(
    "holds no secret, wherever one was planted",
    async () => {
      const folder = unzip(inProject("a.zip"));
      const holding = filesIn(folder).filter((name) => {
        const bytes = readFileSync(path.join(folder, name), "latin1");
        return PLANTED.some((secret) => bytes.includes(secret));
      });
      expect(holding).toEqual([]);
      expect(readFileSync(path.join(folder, "dag.yaml"), "utf8")).toContain("${secret:CALLBACK_KEY}");
    },
    TIMEOUT,
  );

  it(
    "leaves code out in which a secret stands, and says that it cannot be computed again",
    async () => {
      project.write("strategies/telling.ts", STRATEGY.replace("./lib", "./lib"));
      project.write("dags/telling.yaml", DAG.replace("nightly", "telling").replace("dip.ts", "telling.ts"));
      await project.json("run", ["run", "telling"], SECRETS);
      const { document } = await project.json("bundle", ["bundle", "telling", "-o", "telling.zip"], SECRETS);
      expect(document.left_out).toEqual([{ what: "code/own/telling.ts", why: "a secret stands in it" }]);
      expect(document.backtests.map(({ no_replay: why }) => why)).toEqual(["a secret stands in its code", null]);
      const folder = unzip(inProject("telling.zip"));
      const cells = await rowsOf(path.join(folder, "cells/own.parquet"));
      expect(cells[3]?.["error"]).toContain("no fours: ***");
      expect(readFileSync(path.join(folder, "cells/own.csv"), "utf8")).not.toContain("planted");
      const { document: replayed } = await project.json("replay", ["replay", "telling.zip"]);
      expect(replayed.backtests.map(({ cells: count, refused }) => [count, refused])).toEqual([
        [0, "a secret stands in its code"],
        [4, null],
      ]);
    },
    TIMEOUT,
  );

  it(
    "says of a script that it is not computed again",
    async () => {
      project.write("dags/scripted.yaml", SCRIPTED);
      await project.json("run", ["run", "scripted"]);
      const { document } = await project.json("bundle", ["bundle", "scripted", "-o", "scripted.zip"]);
      expect(document.backtests[0]?.no_replay).toMatch(/programs/);
      const replayed = await project.json("replay", ["replay", "scripted.zip"]);
      expect([replayed.code, replayed.document.backtests[0]?.refused]).toEqual([0, expect.stringMatching(/programs/)]);
    },
    TIMEOUT,
  );
});

describe("nightgrid replay", () => {
  it(
    "computes every cell again, in a folder that knows nothing of the project, to the same bits",
    async () => {
      const elsewhere = mkdtempSync(inProject("elsewhere-"));
      const own = { NIGHTGRID_HOME: elsewhere, DATABASE_URL: "postgres://nobody@127.0.0.1:1/none", TMPDIR: elsewhere };
      const { code, document } = await project.json("replay", ["replay", "a.zip"], own);
      expect([code, document.same]).toEqual([0, true]);
      expect(document.backtests).toEqual([
        { backtest: "own", cells: 4, difference: null, refused: null },
        { backtest: "built", cells: 4, difference: null, refused: null },
      ]);
      expect(readdirSync(elsewhere).filter((name) => name.startsWith("nightgrid-"))).toEqual([]);
    },
    TIMEOUT,
  );

  it(
    "takes prices that a bundle has not from the project, and says so where they are not there",
    async () => {
      await bundled("bare.zip", ["--no-data"]);
      expect((await project.json("replay", ["replay", "bare.zip"])).document.same).toBe(true);
      const elsewhere = mkdtempSync(inProject("elsewhere-"));
      const { code, stderr } = await project.run(["replay", "bare.zip"], { NIGHTGRID_HOME: elsewhere });
      expect([code, stderr]).toEqual([3, expect.stringContaining("BUNDLE_REFUSED")]);
    },
    TIMEOUT,
  );

  it(
    "names the first cell and metric that is not the same",
    async () => {
      const file = rezip(inProject("a.zip"), "cells/built.csv", (text) => {
        const [head = "", first = "", second = "", ...rest] = text.split("\n");
        const at = head.split(",").indexOf("sharpe");
        const moved = second.split(",").map((value, place) => (place === at ? String(Number(value) + 1e-9) : value));
        return [head, first, moved.join(","), ...rest].join("\n");
      });
      const { code, document } = await project.json("replay", ["replay", file]);
      expect([code, document.same]).toEqual([3, false]);
      const { difference } = document.backtests[1] ?? {};
      expect(difference).toMatchObject({ cell: 1, params: { fast: 5, slow: 30 }, metric: "sharpe" });
      expect(Number(difference?.recorded) - Number(difference?.replayed)).toBeCloseTo(1e-9, 12);
    },
    TIMEOUT,
  );

  it.each([
    ["code", "code/own/dip.ts", (text: string) => text.replace("> params.fast", ">= params.fast"), /code was/],
    [
      "settings",
      "resolved.yaml",
      (text: string) => text.replaceAll("initialCapital: 1", "initialCapital: 2"),
      /initialCapital|capital/,
    ],
    ["the engine", "bundle.json", (text: string) => text.replace(/"engine": \d+/, '"engine": 1'), /BUNDLE_VERSION/],
    ["the format", "bundle.json", (text: string) => text.replace(/"format": \d+/, '"format": 99'), /BUNDLE_VERSION/],
    ["a name", "bundle.json", (text: string) => text.replace('"name": "own"', '"name": "../own"'), /BUNDLE_INVALID/],
    [
      "a program",
      "resolved.yaml",
      (text: string) => text.replace("kind: module", "kind: script"),
      /else than the engine/,
    ],
    ["the prices", "data/S0", (bytes: string) => bytes, /prices of S0 are not those/],
  ] as const)(
    "refuses a bundle in which somebody has changed %s, with hashes that fit",
    async (_, name, change, says) => {
      const file = rezip(inProject("a.zip"), name, change);
      const { code, stderr } = await project.run(["replay", file]);
      expect([code, stderr]).toEqual([3, expect.stringMatching(says)]);
    },
    TIMEOUT,
  );

  it(
    "refuses one that was cut, changed without its hash, or is no archive",
    async () => {
      const whole = readFileSync(inProject("a.zip"));
      writeFileSync(inProject("cut.zip"), whole.subarray(0, whole.length - 40));
      writeFileSync(inProject("text.zip"), "hello");
      const unhashed = rezip(inProject("a.zip"), "dag.yaml", (text) => text.replace("nightly", "nightlx"), {
        hashes: false,
      });
      for (const file of ["cut.zip", "text.zip", unhashed]) {
        const { code, stderr } = await project.run(["replay", file]);
        expect([code, stderr]).toEqual([3, expect.stringContaining("BUNDLE_INVALID")]);
      }
      expect((await project.run(["replay", "gone.zip"])).code).toBe(4);
    },
    TIMEOUT,
  );
});

it("the archive is one for other programs, too", () => {
  const listed = execFileSync("python3", [
    "-c",
    "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(len(z.namelist()))",
    inProject("a.zip"),
  ]);
  expect(Number(listed.toString())).toBe(filesIn(unzip(inProject("a.zip"))).length);
});

const SCRIPTED = `
id: scripted
backtest:
  command: [sh, "-c", "echo hello"]
  outputs: { trades.csv: { required: false }, summary.csv: { required: false }, pnl.csv: { required: false } }
`;

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

async function rowsOf(file: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return parquetReadObjects({
    file: await asyncBufferFromFile(file),
    compressors: { ZSTD: (packed) => zstdDecompressSync(packed) },
  });
}
