import { readdirSync } from "node:fs";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { createCliProject } from "./support/nightgrid.ts";

const project = await createCliProject();
const TIMEOUT = { timeout: 120_000 };

const dag = (id: string, lines: string) => `
id: ${id}
backtest:
  strategy: ./${id}.ts
  data: { dataset: sp500 }
  start_date: 2016-01-04
  end_date: 2016-12-30
  param_grid: { n: [1, 2, 3] }
alerts: []
${lines}`;

const strategy = (signals: string) => `
import { defineStrategy } from "nightgrid";
export default defineStrategy({
  name: "mine",
  params: { n: { kind: "int", default: 5, min: 1, max: 50 } },
  signals({ bars, params }) { const size = bars.close.length; ${signals} },
});`;

const NO_TRADES = "return { entries: new Uint8Array(size), exits: new Uint8Array(size) };";

it("a file that cannot be run is refused with its code and place, and nothing is done", TIMEOUT, async () => {
  const BAD: Readonly<Record<string, readonly [code: string, text: string]>> = {
    "aliases.yaml": ["YAML_LIMIT", aliasBomb()],
    "deep.yaml": ["YAML_LIMIT", `id: x\ntags: ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`],
    "large.yaml": ["YAML_LIMIT", `id: x\ndescription: "${"a".repeat(6e6)}"\n`],
    "types.yaml": ["DAG_VALUE_INVALID", "id: 7\nbacktest: { strategy: [sma_cross], data: { dataset: sp500 } }\n"],
    "nan.yaml": [
      "DAG_VALUE_INVALID",
      "id: nan\nbacktest: { strategy: sma_cross, data: { dataset: sp500 }, params: { fast: .nan } }\n",
    ],
    "dataset.yaml": ["DATASET_NOT_FOUND", "id: ds\nbacktest: { strategy: sma_cross, data: { dataset: sp501 } }\n"],
    "export.yaml": [
      "CALLBACK_INVALID",
      "id: ex\nbacktest: { strategy: sma_cross, data: { dataset: sp500 } }\nafter_backtest: [./cb.ts#missing]\n",
    ],
  };
  project.write("cb.ts", "export async function present() {}");
  for (const [name, [, text]] of Object.entries(BAD)) project.write(name, text);

  const { code, document, stderr } = await project.json("validation", ["validate", ...Object.keys(BAD)]);
  expect(code).toBe(3);
  for (const [index, [name, [expected]]] of Object.entries(BAD).entries()) {
    const file = document.files[index];
    expect(file?.valid, name).toBe(false);
    expect(
      file?.diagnostics.map((each) => each.code),
      name,
    ).toContain(expected);
    expect(file?.diagnostics[0]?.line, name).toBeGreaterThan(0);
  }
  expect(stderr).not.toMatch(/\n {4}at /);

  const run = await project.json("failure", ["run", "types.yaml"]);
  expect(run.code).toBe(3);
  expect(run.document.error).toMatchObject({ code: "DAG_INVALID" });
  const none = await project.json("failure", ["run", "nowhere.yaml"]);
  expect(none.code).toBe(4);
  expect(none.document.error).toMatchObject({ code: "DAG_NOT_FOUND", hint: expect.any(String) });
  expect(readdirSync(project.home)).not.toContain("results");
});

it("a failing cell fails alone and is shown with its parameters", TIMEOUT, async () => {
  project.write("one.ts", strategy(`if (params.n === 2) throw new Error("no twos"); ${NO_TRADES}`));
  const said = await project.run(["run", project.write("one.yaml", dag("one", ""))]);
  expect(said.code).toBe(0);
  expect(said.stdout).toContain('Cell 1 of backtest failed {"n":2}: no twos');
  expect(said.stdout + said.stderr).not.toMatch(/\n {4}at /);
});

it("a run whose cells all failed has failed, and its after-callbacks ran all the same", TIMEOUT, async () => {
  project.write("all.ts", strategy("return { entries: new Uint8Array(size - 1), exits: new Uint8Array(size) };"));
  project.write("after.ts", 'export async function note({ artifacts }) { await artifacts.write("note.txt", "ran"); }');
  const file = project.write("all.yaml", dag("all", "after_backtest: [./after.ts#note]"));
  const { code, document } = await project.json("run", ["run", file]);
  expect(code).toBe(5);
  expect(document).toMatchObject({ state: "failed", cells: { total: 3, failed: 3 }, best: null });
  expect(document.failures[0]).toMatchObject({ params: { n: 1 }, error: expect.stringContaining("252 bars") });
  expect(document.artifacts).toMatchObject([{ name: "note.txt" }]);
});

it("a before-callback that fails stops the run with its reason, and nothing is computed", TIMEOUT, async () => {
  project.write("before.ts", strategy(NO_TRADES));
  project.write("gate.ts", 'export async function gate() { throw new Error("the market is closed"); }');
  const file = project.write("before.yaml", dag("before", "before_backtest: [./gate.ts#gate]"));
  const { code, document } = await project.json("run", ["run", file]);
  expect(code).toBe(5);
  expect(document).toMatchObject({ state: "failed", cells: { total: 3, succeeded: 0, failed: 0 } });
  expect(document.reason).toContain("the market is closed");
});

it("a database that refuses or never answers is an error without the password", TIMEOUT, async () => {
  const refused = await project.json("failure", ["runs"], { DATABASE_URL: "postgres://quant:hunter22@127.0.0.1:1/db" });
  const foreign = await project.json("failure", ["runs"], { DATABASE_URL: "mysql://quant:hunter22@127.0.0.1/db" });
  for (const { code, document, stdout, stderr } of [refused, foreign]) {
    expect(code).toBe(6);
    expect(document.error).toMatchObject({ code: "DB_UNREACHABLE", hint: expect.any(String) });
    expect(stdout + stderr).not.toContain("hunter22");
  }
});

it("a Slack endpoint that hangs keeps nobody waiting; the delivery is tried again later", TIMEOUT, async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const address = silent.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  project.write("hang.ts", strategy(NO_TRADES));
  const rules = 'alerts: [{ name: always, when: "cells.total > 0", to: [slack] }]';
  const file = project.write("hang.yaml", dag("hang", rules).replace("alerts: []\n", ""));
  const said = await project.run(["run", file], { SLACK_WEBHOOK_URL: `http://127.0.0.1:${port}/services/T/B/s3cr3t` });
  silent.close();
  expect(said.code).toBe(0);
  expect(said.stdout).toContain("slack: no answer yet; will be tried again");
  expect(said.stdout + said.stderr).not.toContain("s3cr3t");
  const { rows } = await project.database.pool.query("select state from delivery");
  expect(rows).toEqual([{ state: "pending" }]);
});

it(
  "a secret that a callback says aloud is nowhere: not on screen, not in the database, not in a message",
  TIMEOUT,
  async () => {
    project.write("leak.ts", strategy(NO_TRADES));
    project.write(
      "aloud.ts",
      `export async function aloud({ options, log, services }) {
      log.info("using " + options.token);
      await services.notify({ title: "Using " + options.token, text: "Really: " + options.token });
      throw new Error("refused " + options.token);
    }`,
    );
    const callback = 'after_backtest: [{ "./aloud.ts#aloud": { token: "${secret:MY_TOKEN}" } }]';
    const file = project.write("leak.yaml", dag("leak", callback));
    const { code, stdout, stderr, document } = await project.json("run", ["run", file], { MY_TOKEN: "aloudSecret1" });
    expect(code).toBe(5);
    expect(document.reason).toContain("refused ***");
    expect(stdout + stderr).not.toContain("aloudSecret1");
    for (const table of ["log", "task", "attempt", "run", "alert", "dag_version", "passed_value"]) {
      const { rows } = await project.database.pool.query(
        `select 1 from ${table} row where row::text like '%aloudSecret1%'`,
      );
      expect(rows, table).toEqual([]);
    }
  },
);

it("a wrong command line is one JSON document under --json too", TIMEOUT, async () => {
  const unknown = await project.json("failure", ["run", "--parm", "x=1"]);
  expect(unknown.code).toBe(2);
  expect(unknown.document.error).toMatchObject({
    code: "USAGE",
    message: "unknown option '--parm'\n(Did you mean --param?)",
  });
  const sort = await project.json("failure", ["results", "hang", "--sort", "shrpe"]);
  expect(sort.code).toBe(2);
  expect(sort.document.error).toMatchObject({ code: "USAGE", hint: 'Did you mean "sharpe"?' });
});

function aliasBomb(): string {
  const names = "abcdefg".split("");
  return names.map((name, i) => `${name}: &${name} ${nineOf(i === 0 ? "x" : `*${names[i - 1]}`)}\n`).join("");
}

function nineOf(item: string): string {
  return `[${Array.from({ length: 9 }, () => item).join(",")}]`;
}

it("the list of schedules names the files whose schedules cannot be read, and has the others", TIMEOUT, async () => {
  const others = await createCliProject();
  const lines = 'schedule: { cron: "30 2 * * *", timezone: America/New_York }';
  const grid = "backtest: { strategy: sma_cross, data: { dataset: sp500 }, param_grid: { fast: [2, 3] } }";
  others.write("dags/nightly.yaml", `id: nightly\n${lines}\n${grid}\n`);
  others.write("dags/broken.yaml", `id: broken\n${lines}\n${grid.replace("sma_cross", "sma_crosss")}\n`);
  const { stderr } = await others.run(["schedule"]);
  expect(stderr).toMatch(/warning: .*broken\.yaml has errors: .* `nightgrid validate` names them\./);
  expect(stderr).not.toContain("nightly.yaml");
  const { document } = await others.json("schedules", ["schedule"]);
  expect(document.schedules.map(({ dag: id }) => id)).toEqual(["nightly"]);
});
