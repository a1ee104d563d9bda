import { setTimeout as delay } from "node:timers/promises";
import type { AwsBatchSpec } from "../../../core/spec/aws-batch-spec.ts";
import type { BeginWork, CellRange } from "../../executor.ts";
import type { JobStanding } from "../client/batch-service.ts";
import { childrenOf, encodeInput, type BatchWork, type InputFile } from "../files/input-file.ts";
import { inputKey, jobFolder, s3Address } from "../files/keys.ts";
import type { AwsServices } from "../services.ts";
import { formatExternalJob, parseExternalJob, runOfName } from "./external-id.ts";

export interface JobPlan {
  readonly spec: AwsBatchSpec;
  readonly services: AwsServices;
  /** Of one cell, in milliseconds; absent leaves it to the job definition. */
  readonly cellTimeoutMs?: number;
  /** Puts into the bucket what all jobs of the sweep read. */
  readonly work: () => Promise<BatchWork>;
  readonly cellsPerJob: number;
  /** Between two looks for a job that may have been submitted, in milliseconds. */
  readonly pauseMs: number;
}

/**
 * Submits the job of a range, unless it is there already: `SubmitJob` cannot be told that two of them are one, so a job whose
 * submission nobody saw answered is looked for by its name, twice.
 *
 * @returns the external id; null where AWS knows the job no more, which had been there
 */
export async function submitJob(
  externalId: string,
  cells: CellRange,
  { plan, begin }: { readonly plan: JobPlan; readonly begin: BeginWork },
): Promise<string | null> {
  const { name, jobId } = parseExternalJob(externalId);
  if (!begin.isNew) {
    const found = await findJob(externalId, plan);
    if (found !== null) return formatExternalJob({ name, jobId: found.jobId });
    if (jobId !== null) return null;
  }
  const { spec, services } = plan;
  const runId = runOfName(name);
  const folder = jobFolder(spec, runId, name);
  const input = await writeInput({ name, runId, folder }, cells, plan);
  begin.signal.throwIfAborted();
  const submitted = await services.batch.submit(
    {
      name,
      size: childrenOf(input),
      command: ["nightgrid", "batch-cell"],
      env: envOf(input, folder, spec),
      timeoutSeconds: timeoutOf(input, plan),
    },
    begin.signal,
  );
  return formatExternalJob({ name, jobId: submitted });
}

/** By its id, else by its name; null when AWS does not know it, also after a pause. */
async function findJob(externalId: string, { services: { batch }, pauseMs }: JobPlan): Promise<JobStanding | null> {
  const { name, jobId } = parseExternalJob(externalId);
  const look = () => (jobId === null ? batch.findByName(name) : batch.describe([jobId]));
  const [first] = await look();
  if (first !== undefined) return first;
  await delay(pauseMs);
  return (await look())[0] ?? null;
}

async function writeInput(
  { name, runId, folder }: { readonly name: string; readonly runId: string; readonly folder: string },
  { params, numbers }: CellRange,
  { services, work, cellsPerJob }: JobPlan,
): Promise<InputFile> {
  const cells = numbers.map((number, index) => ({ number, params: params[index] ?? "" }));
  const input: InputFile = { version: 1, runId, name, cellsPerJob, cells, work: await work() };
  await services.store.put(inputKey(folder), encodeInput(input));
  return input;
}

/** Bytes; AWS takes 30 KiB for the whole job. */
const MOST_PARAMS = 20_000;

function envOf(
  { runId, name, cells }: InputFile,
  folder: string,
  spec: AwsBatchSpec,
): Readonly<Record<string, string>> {
  const [only] = cells;
  const params = cells.length === 1 && only !== undefined ? paramsEnv(only.params) : {};
  return {
    ...params,
    NIGHTGRID_RUN_ID: runId,
    NIGHTGRID_ATTEMPT: name,
    NIGHTGRID_INPUT: s3Address(spec, inputKey(folder)),
    NIGHTGRID_OUTPUT: s3Address(spec, folder),
    NIGHTGRID_BATCH_REGION: spec.region,
    ...(spec.endpoint !== undefined && { NIGHTGRID_BATCH_ENDPOINT: spec.endpoint }),
    BACKTEST_RUN_ID: runId,
  };
}

/** `PARAM_FAST=5`, as the framework that people come from has it; nothing where it would not fit. */
export function paramsEnv(params: string): Readonly<Record<string, string>> {
  if (Buffer.byteLength(params) > MOST_PARAMS) return {};
  const values = Object.entries(JSON.parse(params) as Readonly<Record<string, unknown>>);
  const named = values.map(([name, value]) => [`PARAM_${name.toUpperCase()}`, String(value)] as const);
  return { ...Object.fromEntries(named), BACKTEST_PARAMS: params };
}

/** For the start of the program and the transfer of its files. */
const STARTING_SECONDS = 120;
/** Less is refused by AWS. */
const LEAST_SECONDS = 60;

function timeoutOf({ cellsPerJob }: InputFile, { cellTimeoutMs }: JobPlan): number | null {
  if (cellTimeoutMs === undefined) return null;
  return Math.max(LEAST_SECONDS, Math.ceil((cellTimeoutMs * cellsPerJob) / 1000) + STARTING_SECONDS);
}
