import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { type AwsStub, BUCKET, DEFINITION, QUEUE, startAwsStub } from "../../support/aws/aws-stub.ts";
import { GOOD_FILES } from "../../executors/script/support/script-project.ts";
import { FAKE_KEY } from "../../support/aws/fake-credentials.ts";
import { type CliProject, createCliProject } from "../support/nightgrid.ts";

const BIN = path.join(import.meta.dirname, "../../../bin/nightgrid.mjs");
const CREDENTIALS = { AWS_ACCESS_KEY_ID: FAKE_KEY, AWS_SECRET_ACCESS_KEY: "fake-secret-of-nobody" };
const AWAY = { ...CREDENTIALS, AWS_EC2_METADATA_DISABLED: "true", AWS_CONFIG_FILE: "/dev/null" };

const STRATEGY = `export default {
  name: "every_other",
  params: { every: { kind: "int", default: 5, min: 2 } },
  signals({ bars, params }) {
    return {
      entries: Uint8Array.from(bars.close, (_, i) => Number(i % params.every === 0)),
      exits: Uint8Array.from(bars.close, (_, i) => Number(i % params.every === 1)),
    };
  },
};
`;

type Metrics = Readonly<Record<"total_pnl" | "variable", number>>;

/** What a job must have of its own: each parameter as a variable. */
const SCRIPT = `#!/bin/sh
${GOOD_FILES}
echo "variable,\${PARAM_STRIKE:-0}" >> "$out/summary.csv"
`;

const scriptDag = (id: string, more: string): string => `id: ${id}
${more}
alerts: []
backtest:
  script: ./option.sh
  start_date: 2020-01-01
  end_date: 2020-02-11
  param_grid: { strike: [1, 2] }
  objective: total_pnl
  volatile: true
`;

const dag = (id: string, more: string): string => `id: ${id}
${more}
alerts: []
backtest:
  strategy: ./every.ts
  data: { dataset: sp500, symbols: [SPX] }
  start_date: 2018-01-02
  end_date: 2019-12-31
  param_grid: { every: [2, 3, 5] }
  volatile: true
`;

let project: CliProject;
let stub: AwsStub;
let jobHome: string;
beforeAll(async () => {
  project = await createCliProject();
  jobHome = project.home;
  stub = await startAwsStub({ work: jobAsProcess });
  project.write("dags/package.json", '{ "type": "module" }');
  project.write("dags/every.ts", STRATEGY);
  project.write("dags/here.yaml", dag("here", ""));
  const place = `{ queue: ${QUEUE}, definition: ${DEFINITION}, bucket: ${BUCKET}, region: eu-west-1, endpoint: "${stub.url}", max_parallel: 2 }`;
  project.write("dags/option.sh", SCRIPT);
  project.write("dags/script_here.yaml", scriptDag("script_here", ""));
  project.write("dags/there.yaml", dag("there", `executor: { aws_batch: ${place} }`));
  project.write("dags/script_there.yaml", scriptDag("script_there", `executor: { aws_batch: ${place} }`));
  return () => stub[Symbol.asyncDispose]();
});

/** The job's command, on this host instead of in its image. */
async function jobAsProcess(
  env: Readonly<Record<string, string>>,
  { command }: { readonly command: readonly string[] },
  signal: AbortSignal,
): Promise<number> {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [BIN, ...command.slice(1)], {
    env: { PATH, HOME, NIGHTGRID_HOME: jobHome, ...AWAY, ...env },
    stdio: ["ignore", "ignore", "inherit"],
    signal,
  });
  const [code] = (await once(child, "exit").catch(() => [143])) as [number | null];
  return code ?? 143;
}

it("jobs that are processes of their own compute what the workers compute, of a strategy of one's own", async () => {
  const there = await project.run(["run", "dags/there.yaml"], AWAY);
  expect(there.code, there.stdout + there.stderr).toBe(0);
  expect(stub.batch.jobs).toHaveLength(1);
  expect(stub.batch.jobs[0]?.children).toHaveLength(2);
  expect(there.stdout + there.stderr).not.toContain("fake-secret-of-nobody");
  const here = await project.run(["run", "dags/here.yaml"]);
  expect(here.code, here.stderr).toBe(0);
  const cells = async (id: string) => (await project.run(["results", id, "--csv", "--sort", "cell"])).stdout;
  expect((await cells("there")).split("\n").length).toBeGreaterThan(3);
  expect(await cells("there")).toBe(await cells("here"));
}, 120_000);

it("scripts run in jobs, with their parameters as variables, and their files are judged as here", async () => {
  const there = await project.run(["run", "dags/script_there.yaml"], AWAY);
  expect(there.code, there.stdout + there.stderr).toBe(0);
  const here = await project.run(["run", "dags/script_here.yaml"]);
  expect(here.code, here.stderr).toBe(0);
  const cells = async (id: string) => {
    const { stdout } = await project.run(["results", id, "--sort", "cell", "--json"]);
    const { cells: rows } = JSON.parse(stdout) as { readonly cells: readonly { readonly metrics: Metrics }[] };
    return rows.map(({ metrics: { total_pnl: total, variable } }) => ({ total, variable }));
  };
  const computed = await cells("script_there");
  expect(computed.map(({ variable }) => variable)).toEqual([1, 2]);
  expect(computed.map(({ total }) => total)).toEqual((await cells("script_here")).map(({ total }) => total));
  const kept = [...stub.s3.objects.keys()].filter((key) => key.endsWith("cell_1/trades.csv"));
  expect(kept).toHaveLength(1);
}, 120_000);

it("a job whose image has other code than its run refuses, and the run says so", async () => {
  project.write("image/dags/package.json", '{ "type": "module" }');
  project.write("image/dags/every.ts", `${STRATEGY}// Of yesterday.\n`);
  jobHome = path.join(project.home, "image");
  const ended = await project.run(["run", "dags/there.yaml"], AWAY);
  expect(ended.code).toBe(5);
  expect(ended.stdout + ended.stderr).toContain("The image has another version of the strategy's code");
}, 120_000);

it("is no command for people, and says so", async () => {
  const { code, stderr } = await project.run(["batch-cell"]);
  expect(code).toBe(78);
  expect(stderr).toContain("This is no job that Nightgrid has submitted to AWS Batch");
});

it("without credentials the run says so in one sentence, and ends", async () => {
  const { AWS_ACCESS_KEY_ID: _, ...none } = AWAY;
  const { code, stdout, stderr } = await project.run(["run", "dags/there.yaml"], none);
  expect(code).toBe(5);
  expect(stdout + stderr).toContain("There are no AWS credentials");
}, 120_000);
