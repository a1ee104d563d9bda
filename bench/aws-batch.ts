/**
 * 10,000 cells on AWS Batch, against the stub of the tests: how much Nightgrid asks of AWS, and how long its own side takes.
 * Aim: fewer than one request for 10 cells to submit the jobs and to follow them. Once as 100 jobs, each of which computes its share,
 * and once as 10,000 jobs of one cell, whose results the stub has ready: what they cost is collecting them.
 */
import { awsBatchExecutor } from "../src/executors/aws-batch/aws-batch-executor.ts";
import { encodeColumns } from "../src/executors/aws-batch/files/columns-file.ts";
import { decodeInput } from "../src/executors/aws-batch/files/input-file.ts";
import { jobFolder, inputKey, manifestKey, tryKey } from "../src/executors/aws-batch/files/keys.ts";
import { encodeManifest } from "../src/executors/aws-batch/files/manifest-file.ts";
import { runBatchCell } from "../src/executors/aws-batch/job/run-batch-cell.ts";
import { runOfName } from "../src/executors/aws-batch/jobs/external-id.ts";
import { sha256 } from "../src/core/values/hash.ts";
import { builtinStrategy } from "../src/engine/strategies/builtin-strategies.ts";
import { watchRun, readProgress } from "../src/runs/query/watch-run.ts";
import { startRun } from "../src/runs/start/start-run.ts";
import { type AwsStub, BUCKET, startAwsStub } from "../test/support/aws/aws-stub.ts";
import { sampleAws } from "../test/support/aws/sample-aws.ts";
import { inlineExecutor } from "../test/support/inline-executor.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../test/support/sample-dag.ts";
import { sampleBars, sampleSnapshot } from "../test/support/sample-bars.ts";
import { numberArgument } from "./support/arguments.ts";
import { openBenchDatabase } from "./support/bench-database.ts";
import { benchDeps, benchWorker } from "./support/bench-project.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, summarize } from "./support/measure.ts";

const BARS = 5105;
const SIDE = numberArgument(0, 100);
const CELLS = SIDE * SIDE;
const FOLLOWING = new Set(["SubmitJob", "DescribeJobs", "ListJobs"]);

process.env["AWS_ACCESS_KEY_ID"] = "AKIAFAKEFAKEFAKEFAKE";
process.env["AWS_SECRET_ACCESS_KEY"] = "fake";
await using bench = await openBenchDatabase();
const deps = benchDeps(bench, sampleSnapshot(sampleBars(BARS)));
const [engine] = deps.executors;
if (engine === undefined) throw new Error("A project has an engine");
const executors = [...deps.executors, awsBatchExecutor({ engine, home: "/nowhere" })];
const worker = await benchWorker(bench, { ...deps, executors });

/** Computes in this process, as the command does in its own. */
async function computing(env: Readonly<Record<string, string>>): Promise<number> {
  const { cells } = await runBatchCell({
    env,
    home: "/nowhere",
    engine: inlineExecutor(builtinStrategy),
    strategies: deps.strategies,
    onLine: () => undefined,
  });
  return cells > 0 ? 0 : 1;
}

/** Puts what a job would write where it would write it. */
function readyMade(stub: AwsStub, env: Readonly<Record<string, string>>): number {
  const name = env["NIGHTGRID_ATTEMPT"] ?? "";
  const index = Number(env["AWS_BATCH_JOB_ARRAY_INDEX"]);
  const folder = jobFolder({ prefix: "night" }, runOfName(name), name);
  const input = stub.s3.objects.get(`${BUCKET}/${inputKey(folder)}`);
  if (index === 0 && decodeInput(input ?? Buffer.from("")).cellsPerJob !== 1) throw new Error("One cell for each job");
  const metrics = new Map([["sharpe", { values: Float64Array.of(index), reasons: new Uint8Array(1) }]]);
  const body = encodeColumns({ metrics, refusals: [], failures: [] });
  const key = tryKey(folder, index, "1", "columns.json");
  stub.s3.objects.set(`${BUCKET}/${key}`, body);
  const files = [{ key, size: body.byteLength, sha256: sha256(body) }];
  stub.s3.objects.set(`${BUCKET}/${manifestKey(folder, index)}`, encodeManifest({ version: 1, name, index, files }));
  return 0;
}

async function measure(id: string, maxParallel: number, isComputed: boolean) {
  let stub: AwsStub | null = null;
  await using started = await startAwsStub({
    work: (env) => (isComputed ? computing(env) : Promise.resolve(stub === null ? 1 : readyMade(stub, env))),
  });
  stub = started;
  const grid = gridOf({ fast: upFrom(2, SIDE), slow: upFrom(2 + SIDE, SIDE) });
  const aws = sampleAws(started.url, { maxParallel });
  const spec = sampleDag({ id, backtests: [sampleBacktest({ grid, volatile: true, executor: "aws_batch", aws })] });
  const began = performance.now();
  const dag = { file: "/bench.yaml", text: spec.id, spec };
  const request = { dag, logicalDate: new Date(), trigger: "manual", tickAt: null, overrides: {} } as const;
  const runId = await startRun(request, { ...deps, executors });
  if (runId === null) throw new Error("The run was not started");
  for await (const progress of watchRun(deps.database, runId)) if (progress.isOver) break;
  const ms = performance.now() - began;
  const { run } = await readProgress(deps.database, runId);
  if (run.cellsSucceeded !== CELLS) throw new Error(`Only ${run.cellsSucceeded} cells have a result`);
  const following = started.requests.filter((op) => FOLLOWING.has(op)).length;
  return {
    ms,
    following,
    others: started.requests.length - following,
    jobs: started.batch.jobs[0]?.children.length ?? 1,
  };
}

console.log(describeMachine());
for (const [maxParallel, isComputed] of [
  [100, true],
  [CELLS, false],
] as const) {
  const { ms, following, others, jobs } = await measure(`batch_${maxParallel}`, maxParallel, isComputed);
  reportFigure({
    work: `${CELLS} cells × ${BARS} bars on AWS Batch (stub), ${jobs} jobs, start to results`,
    time: summarize([ms]),
    amount: `${following} requests to submit and follow, ${others} to the bucket${isComputed ? ", the jobs' own among them" : ""}`,
    aim: { text: `< ${CELLS / 10} requests to submit and follow`, isReached: following < CELLS / 10 },
  });
}
await worker.drain();
