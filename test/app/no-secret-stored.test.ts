import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openProject, type Project } from "../../src/app/project.ts";
import { startProjectWorker } from "../../src/app/project-worker.ts";
import type { RunRow } from "../../src/store/run/runs.ts";
import { registerDags } from "../../src/runs/schedule/register-dags.ts";
import { startRun } from "../../src/runs/start/start-run.ts";
import { createTestProject, silentLog, type TestProject } from "../support/test-project.ts";
import { type FolderProject, folderProject } from "./support/folder-project.ts";

const SECRET = "s3cret/of a+user?";
const FORMS = [
  SECRET,
  encodeURIComponent(SECRET),
  Buffer.from(SECRET).toString("base64"),
  Buffer.from(SECRET).toString("hex"),
];
const BARS = Array.from({ length: 40 }, (_, day) => {
  const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
  return `${date},${100 + (day % 7)}`;
});
/** Everything a callback can have kept, with the secret in it. */
const TELLS_ALL = `
export default async ({ options, values, artifacts, log }) => {
  const { key } = options;
  const forms = { key, url: encodeURIComponent(key), base64: btoa(key), hex: Buffer.from(key).toString("hex") };
  await values.set("passed", forms);
  await values.set("named " + key, { ["of " + key]: [key] });
  if ((await values.get("named " + key)) === undefined) throw new Error("a name is not what it was");
  await artifacts.write(forms.hex + ".txt", "kept");
  for (const form of Object.values(forms)) {
    log.info("the key is " + form, { form, [form]: 1 });
    console.log("printed " + form);
  }
  return { forms, list: [key], ["key " + key]: true };
};`;
const THROWS = `
export default ({ options: { key } }) => {
  throw new Error([key, encodeURIComponent(key), btoa(key)].join(" "));
};`;

const STRATEGY = `
export default {
  name: "mine",
  params: { n: { kind: "int", default: 1 } },
  signals() { throw new Error(process.env.MY_TOKEN + " " + btoa(process.env.MY_TOKEN)); },
};`;
const DATA = "{ csv: ../bars.csv, symbols: [X] }";

let stored: TestProject;
let folder: FolderProject;
let project: Project;
beforeAll(async () => {
  stored = await createTestProject();
  const named = { MY_KEY: SECRET, MY_TOKEN: SECRET, NIGHTGRID_USER_ENV: "MY_TOKEN" };
  folder = folderProject({ DATABASE_URL: stored.database.url, ...named });
  folder.write("bars.csv", `date,close\n${BARS.join("\n")}\n`);
  project = await openProject(folder.context, "work", () => silentLog);
});
afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await folder.remove();
  await stored[Symbol.asyncDispose]();
});

/** A run of the DAG, ended, and all its log lines written. */
async function ended(dag: string): Promise<RunRow> {
  folder.write("dags/a.yaml", dag);
  const [loaded] = await folder.dags.read();
  if (loaded === undefined || loaded.spec === null) throw new Error(JSON.stringify(loaded?.diagnostics));
  const { file, text, spec } = loaded;
  const logicalDate = new Date("2026-02-10T00:00:00Z");
  const request = { dag: { file, text, spec }, logicalDate, tickAt: null, overrides: {}, trigger: "manual" } as const;
  await using _worker = await startProjectWorker(project, { slots: 1 });
  const id = await startRun(request, project.deps);
  if (id === null) throw new Error("The tick had a run already");
  return await stored.ended(id);
}

/** Every text and JSON of the schema, as \`table.column: text\`. */
async function everyText(): Promise<readonly string[]> {
  const { pool } = stored.database;
  const { rows: columns } = await pool.query<{ schema: string; name: string; at: string; type: string }>(
    `select table_schema as schema, table_name as name, column_name as at, data_type as type
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
       and data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'bytea')`,
  );
  const texts = columns.map(async ({ schema, name, at, type }) => {
    const shown = type === "bytea" ? `encode("${at}", 'escape')` : `"${at}"::text`;
    const { rows } = await pool.query<{ text: string | null }>(`select ${shown} as text from "${schema}"."${name}"`);
    return rows.map(({ text }) => `${name}.${at}: ${text ?? ""}`);
  });
  return (await Promise.all(texts)).flat();
}

/** What the masks have worked on. */
function masked(texts: readonly string[], column: string): number {
  return texts.filter((line) => line.startsWith(column) && line.includes("***")).length;
}

function leaked(texts: readonly string[]): readonly string[] {
  return texts.filter((line) => FORMS.some((form) => line.includes(form)));
}

describe("FAULTS 8.8: no table holds a secret, plain or encoded, that", () => {
  it("a callback has returned, passed on, used as a name, logged, printed or thrown", async () => {
    folder.write("dags/tells.mjs", TELLS_ALL);
    folder.write("dags/throws.mjs", THROWS);
    const run = await ended(`id: a
backtest: { strategy: sma_cross, data: ${DATA}, params: { fast: 2, slow: 5 } }
after_backtest:
  - ./tells.mjs: { key: "\${secret:MY_KEY}" }
  - ./throws.mjs: { key: "\${secret:MY_KEY}" }
`);
    expect(run.reason).toContain("*** *** ***");
    const texts = await everyText();
    const columns = ["passed_value.value", "passed_value.name", "task.output", "artifact.name", "log.message"];
    expect(columns.map((column) => masked(texts, column))).toEqual([3, 1, 1, 1, 10]);
    expect(leaked(texts)).toEqual([]);
  });

  it("a strategy has read in its environment and failed with", async () => {
    folder.write("dags/mine.mjs", STRATEGY);
    const run = await ended(`id: b\nbacktest: { strategy: ./mine.mjs, data: ${DATA}, param_grid: { n: [1, 2] } }\n`);
    expect(run.reason).toContain("*** ***");
    const texts = await everyText();
    expect(masked(texts, "failed_cell.error")).toBe(2);
    expect(leaked(texts)).toEqual([]);
  });

  it("a module has thrown while it was loaded, in its look and in a run that it fails", async () => {
    const throws = `throw new Error("no answer to " + process.env.MY_TOKEN + " " + btoa(process.env.MY_TOKEN));\n`;
    folder.write("dags/loads.mjs", throws);
    folder.write("dags/calls.mjs", throws);
    folder.write(
      "dags/a.yaml",
      `id: c\nbacktest: { strategy: ./loads.mjs, data: ${DATA} }\nafter_backtest: [./calls.mjs]\n`,
    );
    const loaded = await folder.dags.read();
    const messages = loaded.flatMap(({ diagnostics }) => diagnostics.map(({ message }) => message));
    expect(messages).toHaveLength(2);
    for (const message of messages) expect(message).toContain("no answer to *** ***");
    await registerDags({ loaded, folder: folder.at("dags") }, project.deps);
    const texts = await everyText();
    expect(masked(texts, "dag.error")).toBe(1);
    expect(leaked(texts)).toEqual([]);
    const source = { kind: "module", path: folder.at("dags/loads.mjs"), exportName: "default" } as const;
    await expect(project.deps.strategies.describe(source)).rejects.toThrow("*** ***");
  });
});
