import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 120_000;
const project = await createCliProject();

function prices(revised: number): string {
  const rows = Array.from({ length: 300 }, (_, day) => {
    const date = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
    const price = 100 + 10 * Math.sin(day / 7) + (day === revised ? 0.5 : 0);
    return `${date},${price.toFixed(4)},${(price + 2).toFixed(4)},${(price - 2).toFixed(4)},${price.toFixed(4)},1000`;
  });
  return ["date,open,high,low,close,volume", ...rows, ""].join("\n");
}

const DAG = `
id: nightly
backtest:
  strategy: sma_cross
  data: { csv: "../prices/{symbol}.csv", symbols: [S0], bars_per_year: 252 }
  params: { slow: 20 }
  param_grid: { fast: [3, 5, 8] }
alerts: []
`;

const fileOf = (name: string): string => `${project.home}/goldens/${name}.json`;

async function run(): Promise<string> {
  return (await project.json("run", ["run", "nightly"])).document.run_id;
}

let first = "";

beforeAll(async () => {
  project.write("prices/S0.csv", prices(-1));
  project.write("dags/nightly.yaml", DAG);
  first = await run();
  const saved = await project.run(["golden", "save", "sma", "nightly", "--why", "checked by hand", "--by", "ada"]);
  expect(saved.code).toBe(0);
}, TIMEOUT);

describe("nightgrid golden", () => {
  it(
    "keeps results with who took them for right, when and why, and finds them again",
    async () => {
      const { document } = await project.json("goldens", ["golden", "list"]);
      expect(document.goldens).toMatchObject([
        { name: "sma", dag: "nightly", run_id: first, by: "ada", why: "checked by hand", cells: 3, stale: false },
      ]);
      const file = JSON.parse(readFileSync(fileOf("sma"), "utf8"));
      expect(file.inputs).toMatchObject({
        base: expect.stringMatching(/^[0-9a-f]{64}$/),
        dagVersion: expect.stringMatching(/^[0-9a-f]{64}$/),
        parts: { snapshot: expect.any(String), settings: { seed: 0 } },
      });
      const { document: checked, code } = await project.json("golden_checks", ["golden", "check"]);
      expect([code, checked.same, checked.goldens[0]?.trades?.first_change]).toEqual([0, true, null]);
      expect(checked.goldens[0]?.trades?.same).toBeGreaterThan(3);
    },
    TIMEOUT,
  );

  it(
    "needs a reason, never replaces a golden by saving, and leaves nothing unfinished",
    async () => {
      expect((await project.run(["golden", "save", "other", "nightly"])).code).toBe(2);
      expect((await project.run(["golden", "save", "other", "nightly", "--why", " "])).code).toBe(2);
      expect((await project.run(["golden", "save", "../other", "nightly", "--why", "x"])).code).toBe(2);
      const before = readFileSync(fileOf("sma"), "utf8");
      const again = await project.run(["golden", "save", "sma", "nightly", "--why", "again"]);
      expect([again.code, again.stderr]).toEqual([3, expect.stringContaining("golden refresh sma")]);
      expect(readFileSync(fileOf("sma"), "utf8")).toBe(before);
      expect(readdirSync(`${project.home}/goldens`)).toEqual(["sma.json"]);
    },
    TIMEOUT,
  );

  it(
    "refuses files that were edited, cut or renamed, and lists the others all the same",
    async () => {
      const text = readFileSync(fileOf("sma"), "utf8");
      project.write("goldens/edited.json", text.replace("checked by hand", "checked twice"));
      project.write("goldens/cut.json", text.slice(0, 500));
      project.write("goldens/renamed.json", text);
      project.write("goldens/list.json", "[]");
      const { document } = await project.json("goldens", ["golden", "list"]);
      expect(document.goldens.map(({ name }) => name)).toEqual(["sma"]);
      expect(document.invalid.map(({ name, code }) => [name, code])).toEqual(
        ["cut", "edited", "list", "renamed"].map((name) => [name, "GOLDEN_INVALID"]),
      );
      for (const name of ["edited", "cut", "renamed", "list"]) {
        expect((await project.run(["golden", "check", name])).stderr).toContain(`goldens/${name}.json is no golden`);
      }
      expect((await project.run(["golden", "check", "nowhere"])).code).toBe(4);
    },
    TIMEOUT,
  );

  it(
    "names the cell, the metric, the trade and the row of data that changed; refresh takes them for right",
    async () => {
      project.write("prices/S0.csv", prices(150));
      const second = await run();
      const { document, code } = await project.json("golden_checks", ["golden", "check", "sma"]);
      const [found] = document.goldens;
      expect([code, document.same, found?.run_id]).toEqual([3, false, second]);
      expect(found?.changes.length).toBe(10);
      expect(found?.changes_total).toBeGreaterThan(10);
      expect(found?.changes[0]).toMatchObject({
        params: { fast: expect.any(Number), slow: 20 },
        metric: expect.any(String),
      });
      expect(found?.trades?.first_change).toMatch(/^2020-/);
      expect(found?.inputs.revisions).toMatchObject([{ symbol: "S0", revised: 1, from: "2020-05-30T00:00:00.000Z" }]);
      const said = await project.run(["golden", "check", "sma"]);
      expect(said.stdout).toMatch(/sma: changed[\s\S]*"fast":[\s\S]*bars of S0: 1 revised/);
      expect((await project.run(["golden", "check", "sma", "--run", first])).code).toBe(0);
      expect((await project.run(["golden", "refresh", "sma", "--why", "the vendor mended May"])).code).toBe(0);
      const { document: after } = await project.json("golden_checks", ["golden", "check", "sma"]);
      expect(after).toMatchObject({
        same: true,
        goldens: [{ golden: { refreshes: 1, why: "the vendor mended May" } }],
      });
    },
    TIMEOUT,
  );

  it(
    "takes a folder that cannot be read for no empty one",
    async () => {
      const folder = `${project.home}/goldens`;
      renameSync(folder, `${folder}.aside`);
      project.write("goldens", "a file");
      const codes = [];
      for (const args of [["check"], ["save", "new", "nightly", "--why", "x"]]) {
        codes.push((await project.run(["golden", ...args])).code);
      }
      rmSync(folder);
      renameSync(`${folder}.aside`, folder);
      expect(codes).toEqual([4, 3]);
    },
    TIMEOUT,
  );

  it(
    "calls changes within the declared tolerance none",
    async () => {
      const save = ["golden", "save", "loose", first, "--why", "x", "--rtol", "0.9", "--atol", "1e6"];
      expect((await project.run(save)).code).toBe(0);
      const { document } = await project.json("golden_checks", ["golden", "check", "loose"]);
      expect(document.goldens[0]?.changes).toEqual([]);
    },
    TIMEOUT,
  );
});
