import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { prices } from "../api/support/dags.ts";
import { createCliProject } from "./support/nightgrid.ts";

const TIMEOUT = 120_000;
const project = await createCliProject();

const dag = (id: string): string => `id: ${id}
backtest:
  strategy: sma_cross
  data: { csv: "../prices.csv", bars_per_year: 252 }
  param_grid: { fast: [2, 3], slow: [8, 10] }
after_backtest: [tearsheet]
series: { best: 1, kinds: [equity, trades] }
alerts: []
`;

beforeAll(async () => {
  project.write("prices.csv", prices(200));
  project.write("dags/first.yaml", dag("first"));
  project.write("dags/second.yaml", dag("second"));
  for (const id of ["first", "second"]) expect((await project.run(["run", id])).code).toBe(0);
}, TIMEOUT);

/** `dag kind` → count and bytes. */
async function parts() {
  const { document } = await project.json("storage", ["storage"]);
  return new Map(document.dags.map(({ dag: id, kind, count, bytes }) => [`${id} ${kind}`, { count, bytes }]));
}

/** Bytes on disk of the files of a DAG's runs with these names. */
async function onDisk(id: string, isOfKind: (name: string) => boolean) {
  const { rows } = await project.database.pool.query("select id from run where dag_id = $1", [id]);
  const sizes = rows.flatMap(({ id: run }) => {
    const folder = path.join(project.home, "results", `run_${run}`);
    const names = readdirSync(folder).filter((name) => name !== "manifest.json" && isOfKind(name));
    return names.map((name) => statSync(path.join(folder, name)).size);
  });
  return { count: sizes.length, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) };
}

async function linesOf(id: string): Promise<number> {
  const lines = "select count(*)::int as lines from log join run on run.id = log.run_id where dag_id = $1";
  return (await project.database.pool.query(lines, [id])).rows[0].lines;
}

it(
  "what each DAG takes is what its files take on disk, its lines of log, and the results that it was first to compute",
  async () => {
    const found = await parts();
    for (const id of ["first", "second"]) {
      expect(found.get(`${id} trades`)).toEqual(await onDisk(id, (name) => name.startsWith("trades")));
      expect(found.get(`${id} series`)).toEqual(await onDisk(id, (name) => name.startsWith("equity")));
      expect(found.get(`${id} artifacts`)).toEqual(await onDisk(id, (name) => !/^(trades|equity)/.test(name)));
      expect(found.get(`${id} logs`)?.count).toBe(await linesOf(id));
      expect(found.get(`${id} logs`)?.bytes).toBeGreaterThan(0);
    }
    expect(found.get("first results")).toMatchObject({ count: expect.any(Number), bytes: expect.any(Number) });
    expect(found.has("second results")).toBe(false);
  },
  TIMEOUT,
);

it(
  "is told in one line a DAG, the largest first, with its sum",
  async () => {
    const { stdout, code } = await project.run(["storage"]);
    expect(code).toBe(0);
    const [head, ...lines] = stdout.split("\n").map((line) => line.trim().split(/ {2,}/));
    expect(head).toEqual(["dag", "logs", "trades", "series", "artifacts", "results", "together"]);
    expect(lines.slice(0, 2).map(([id]) => id)).toEqual(["first", "second"]);
  },
  TIMEOUT,
);

it(
  "results go with the run that still has them, and are nobody's where none has",
  async () => {
    const before = (await parts()).get("first results");
    await project.database.pool.query("delete from run where dag_id = 'first'");
    const kept = await parts();
    expect([...kept.keys()].filter((key) => key.startsWith("first"))).toEqual([]);
    expect(kept.get("second results")).toEqual(before);
    await project.database.pool.query("delete from run where dag_id = 'second'");
    expect([...(await parts())]).toEqual([["null results", before]]);
    const { stdout } = await project.run(["storage"]);
    expect(stdout).toMatch(/^\(runs are gone\) /m);
  },
  TIMEOUT,
);
