import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GRID, prices } from "../../api/support/dags.ts";
import { createCliProject } from "../support/nightgrid.ts";
import { bearerOf, type Served, served } from "../support/served.ts";

const TIMEOUT = 120_000;
const SECRET = "xoxb-4417-lantern-drifts";
const OUTSIDE = "id: outside_of_the_folder";
const OPTIONAL = "{ trades.csv: { required: false }, summary.csv: { required: false }, pnl.csv: { required: false } }";

const project = await createCliProject();
/** Where whatever was run by a request would have left its mark. */
const mark = path.join(project.home, "pwned");
const TOUCH = `touch '${mark}'`;
let service: Served;
let operator: { readonly authorization: string };
let admin: { readonly authorization: string };

const post = (address: string, body: unknown) => service.ask("POST", `/api/v1/${address}`, { body, headers: operator });
const get = (address: string) => service.ask("GET", `/api/v1/${address}`, { headers: admin });

beforeAll(async () => {
  project.write("prices.csv", prices(90));
  project.write("dags/callbacks/tell.ts", TELL);
  const after = 'after_backtest: [tearsheet, ./callbacks/tell.ts#tell: { token: "${secret:PUBLISH_TOKEN}" }]';
  project.write("dags/grid.yaml", GRID.replace("after_backtest: [tearsheet]", after));
  project.write("scripts/echo.sh", `for word in "$@"; do echo "<$word>"; done\n`);
  project.write("dags/echo.yaml", ECHO);
  project.write("outside.yaml", `${OUTSIDE}\nbacktest: { script: ./evil.sh }\n`);
  project.write("evil.sh", TOUCH);
  project.write(
    "dags/evil.ts",
    `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(mark)}, "");\n`,
  );
  service = await served(project, { args: ["up", "--slots", "1", "--port", "0"], env: { PUBLISH_TOKEN: SECRET } });
  [operator, admin] = [await bearerOf(project, "operator"), await bearerOf(project, "admin")];
}, TIMEOUT);
afterAll(() => service?.stop());

/** Names, moments, numbers and choices; `yaml` is that of a draft, `with` a choice, `source` that of prices, by its name. */
const FIELDS = [
  "action",
  "adjustment",
  "again",
  "all",
  "as",
  "as_of",
  "current",
  "dag",
  "dags",
  "date",
  "days",
  "dedupe",
  "disabled",
  "downstream",
  "dry_run",
  "end",
  "failed_cells",
  "from",
  "instrument",
  "lookback",
  "max_active",
  "memory_mb",
  "name",
  "params",
  "password",
  "paused",
  "priority",
  "reason",
  "recompute",
  "reprocess",
  "reverse",
  "role",
  "secret",
  "since",
  "slots",
  "source",
  "state",
  "symbols",
  "target",
  "tasks",
  "timeframe",
  "to",
  "until",
  "wait",
  "with",
  "yaml",
];
/** Values of parameters, whose names the DAG declares. */
const OPEN = ["post /api/v1/dags/{dag}/plan params", "post /api/v1/dags/{dag}/runs params"];

const TELL = `export const tell = async ({ options, log, values }) => {
  log.info("the token is " + options.token);
  console.log(options.token);
  await values.set("told", options.token);
  return { token: options.token };
};
`;
const ECHO = `id: echo
backtest:
  script: ../scripts/echo.sh
  params: { word: plain }
  param_grid: { step: [1] }
  outputs: ${OPTIONAL}
  volatile: true
`;

async function countRuns(): Promise<number> {
  return (await project.database.pool.query("select count(*)::int as runs from run")).rows[0].runs;
}

/** Starts it, and waits for its end. @returns its id */
async function started(dag: string, body: object): Promise<string> {
  const told = await post(`dags/${dag}/runs`, body);
  expect([told.status, told.text]).toEqual([202, expect.any(String)]);
  const { run_id: run }: { run_id: string } = JSON.parse(told.text);
  for (;;) {
    const { state }: { state: string } = JSON.parse((await get(`runs/${run}/state?wait=30`)).text);
    if (!["queued", "running"].includes(state)) return run;
  }
}

describe("statement 11, no request brings code", () => {
  it("bodies have these fields and no others: a new one is looked at here first", async () => {
    const { paths }: { paths: object } = JSON.parse((await get("openapi.json")).text);
    const fields = new Set<string>();
    const open: string[] = [];
    for (const [address, methods] of Object.entries(paths))
      for (const [method, { requestBody }] of Object.entries<{ requestBody?: unknown }>(methods))
        look(requestBody, { address: `${method} ${address}`, fields, open });
    expect([...fields].toSorted()).toEqual(FIELDS);
    expect(open.toSorted()).toEqual(OPEN);
  });

  it.each([
    ["script", "./evil.sh"],
    ["strategy", "./evil.ts"],
    ["yaml", `id: inline\nbacktest: { script: ../evil.sh }`],
    ["spec", { backtest: { script: "../evil.sh" } }],
    ["file", "../outside.yaml"],
    ["path", "../outside.yaml"],
    ["command", TOUCH],
    ["env", { NODE_OPTIONS: "--import=./evil.ts" }],
    ["callback", "./evil.ts#tell"],
    ["after_backtest", ["./evil.ts#tell"]],
    ["__proto__", { script: "./evil.sh" }],
  ])("a run is started with no field %s", async (field, value) => {
    const before = await countRuns();
    const told = await post("dags/grid/runs", `{${JSON.stringify(field)}: ${JSON.stringify(value)}}`);
    expect([told.status, JSON.parse(told.text).code]).toEqual([400, "REQUEST_INVALID"]);
    expect([await countRuns(), existsSync(mark)]).toEqual([before, false]);
  });

  it.each(["outside", "..%2Foutside", "..%2Foutside.yaml", "%2Fetc%2Fpasswd", "grid.yaml", ".%2Fgrid"])(
    "no DAG is started, planned or looked at that does not lie in the folder of DAGs: %s",
    async (id) => {
      const before = await countRuns();
      const asked = [post(`dags/${id}/runs`, {}), post(`dags/${id}/plan`, {}), get(`dags/${id}/definition`)];
      for (const { status, text } of await Promise.all(asked)) {
        expect(status).toBe(404);
        expect(text).not.toContain(OUTSIDE);
      }
      expect(await countRuns()).toBe(before);
    },
  );

  it.each([
    [{ undeclared: 1 }, "grid"],
    [{ script: "./evil.sh" }, "echo"],
    [{ fast: `$(${TOUCH})` }, "grid"],
    [{ word: { $ne: null } }, "echo"],
  ])("no parameter is overridden that is not declared, nor by what it does not take: %j of %s", async (params, dag) => {
    const before = await countRuns();
    const told = await post(`dags/${dag}/runs`, { params });
    expect([400, 422]).toContain(told.status);
    expect(await countRuns()).toBe(before);
  });

  it(
    "a value of a parameter is one word to a script, whatever it holds",
    async () => {
      const word = `plain"; ${TOUCH}; $(${TOUCH}) \`${TOUCH}\` | ${TOUCH} && ${TOUCH} *`;
      const run = await started("echo", { params: { word } });
      const { text } = await get(`runs/${run}/sweeps/backtest/cells/0/log`);
      expect(text).toContain(JSON.stringify(`<${word}>`).slice(1, -1));
      expect(existsSync(mark)).toBe(false);
    },
    TIMEOUT,
  );

  it.each([
    "extends: ../outside.yaml\nid: mine\nbacktest: { strategy: sma_cross, data: { csv: ../prices.csv } }",
    `id: mine\ndescription: "\${env:DATABASE_URL} \${secret:PUBLISH_TOKEN}"\nbacktest: { strategy: sma_cross, data: { csv: ../prices.csv } }`,
    "id: mine\nbacktest: { strategy: ./evil.ts, data: { csv: /etc/passwd } }",
    "id: mine\nbacktest: { script: ../evil.sh }\nbefore_backtest: [./evil.ts#tell]",
  ])("a draft is looked at, and reads, runs and leaves nothing: %s", async (yaml) => {
    const dags = readdirSync(path.join(project.home, "dags"));
    const told = await post("dags/validate", { yaml, name: "../../dags/mine.yaml" });
    expect([200, 400]).toContain(told.status);
    expect(told.text).not.toMatch(new RegExp(`${OUTSIDE}|root:x:|postgres(ql)?://|${SECRET}`));
    expect(existsSync(mark)).toBe(false);
    expect(readdirSync(path.join(project.home, "dags"))).toEqual(dags);
    expect((await get("dags/mine")).status).toBe(404);
  });

  it(
    "a secret is in nothing that is answered: definition, plan, run, log, tearsheet, audit",
    async () => {
      const run = await started("grid", { reason: "to see" });
      const addresses = ["dags/grid", "dags/grid/definition", "dags/grid/explain", "runs", "audit", "overview"];
      const ofRun = [
        "",
        "/logs?limit=500",
        "/state",
        "/yaml",
        "/attempts",
        "/artifacts",

        "/artifacts/tearsheet.html",
      ];
      const asked = [...addresses, ...ofRun.map((address) => `runs/${run}${address}`)];
      const answers = await Promise.all(asked.map(get));
      answers.push(await post("dags/grid/plan", {}));
      expect(answers.map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
      const all = answers.map(({ text }) => text).join("\n");
      // The callback has spoken, and what it said was masked.
      expect(all).toContain("the token is ");
      for (const form of [SECRET, encodeURIComponent(SECRET), btoa(SECRET), Buffer.from(SECRET).toString("hex")])
        expect(all).not.toContain(form);
    },
    TIMEOUT,
  );
});

interface Seen {
  readonly address: string;
  readonly fields: Set<string>;
  /** Objects whose fields are not listed. */
  readonly open: string[];
}

/** All fields that a body may have, however deep. */
function look(schema: unknown, seen: Seen): void {
  if (typeof schema !== "object" || schema === null) return;
  const { type, properties, additionalProperties, ...rest } = schema as Record<string, unknown>;
  if (type === "object" && additionalProperties !== false) seen.open.push(seen.address);
  for (const [name, inner] of Object.entries((properties as object | undefined) ?? {})) {
    seen.fields.add(name);
    look(inner, { ...seen, address: `${seen.address} ${name}` });
  }
  for (const [key, inner] of Object.entries(rest)) if (key !== "example" && key !== "examples") look(inner, seen);
}
