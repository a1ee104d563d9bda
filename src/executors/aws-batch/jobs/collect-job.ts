import { AppError } from "../../../core/errors/app-error.ts";
import type { AwsBatchSpec } from "../../../core/spec/aws-batch-spec.ts";
import type { Depot } from "../../../depot/depot.ts";
import { keysIn } from "../../../depot/keys-in.ts";
import { sha256 } from "../../../core/values/hash.ts";
import type { CellColumns, CellRange } from "../../executor.ts";
import type { JobStanding } from "../client/batch-service.ts";
import { decodeColumns } from "../files/columns-file.ts";
import { cellsOfChild, childrenOf, decodeInput, type InputFile } from "../files/input-file.ts";
import { failureKey, inputKey, jobFolder, manifestIndex, manifestKey } from "../files/keys.ts";
import { decodeManifest } from "../files/manifest-file.ts";
import type { AwsServices } from "../services.ts";
import { parseExternalJob, runOfName } from "./external-id.ts";
import { isStuck, type LookParts, stuckMessage, whyQueued } from "./look-at-jobs.ts";
import { type ChildOutcome, mergeChildren } from "./merge-children.ts";
import { type JobFailure, whyFailed } from "./why-failed.ts";

export interface CollectParts extends LookParts {
  readonly spec: AwsBatchSpec;
  readonly services: AwsServices;
}

/** Objects that are fetched at a time. */
const AT_A_TIME = 16;

/**
 * What a job that has ended has come to. The manifests decide: a child with one counts, whatever AWS says of its end, and one
 * without has failed, for the reason that AWS gives.
 *
 * @throws AppError JOB_STUCK when nothing of it has begun
 */
export async function collectJob(externalId: string, cells: CellRange, parts: CollectParts): Promise<CellColumns> {
  const { name, jobId } = parseExternalJob(externalId);
  const { store } = parts.services;
  const folder = jobFolder(parts.spec, runOfName(name), name);
  const bytes = await store.get(inputKey(folder));
  const input = bytes === null ? null : decodeInput(bytes);
  const [job] = jobId === null ? [] : await parts.batch.describe([jobId]);
  if (job !== undefined && isStuck(job, parts)) {
    throw new AppError("JOB_STUCK", stuckMessage(await whyQueued(job, parts), parts.queueTimeoutMs), {
      hint: "Look at the compute environment of the queue; queue_timeout says how long jobs may wait.",
    });
  }
  const outcomes = input === null ? [] : await outcomesOf(input, folder, { job, parts });
  return mergeChildren(cells, outcomes, whyLost(job));
}

async function outcomesOf(
  input: InputFile,
  folder: string,
  { job, parts }: { readonly job: JobStanding | undefined; readonly parts: CollectParts },
): Promise<readonly ChildOutcome[]> {
  const { store } = parts.services;
  const children = Array.from({ length: childrenOf(input) }, (_, index) => index);
  const written = new Set((await keysIn(store, `${folder}/`)).flatMap((key) => manifestIndex(folder, key) ?? []));
  const failures = written.size === children.length ? new Map<number, JobFailure>() : await failuresOf(job, parts);
  return inTurns(children, async (index) => {
    const numbers = cellsOfChild(input, index).map(({ number }) => number);
    const columns = written.has(index) ? await columnsOf(manifestKey(folder, index), store) : null;
    if (columns !== null) return { numbers, columns };
    const failure = failures.get(index) ?? whyLost(job);
    const told = failure.code === "JOB_LOST" ? null : await store.get(failureKey(folder, index));
    return { numbers, failure: told === null ? failure : inItsOwnWords(told, failure) };
  });
}

/** Null when a file is not what its manifest says. */
async function columnsOf(key: string, store: Depot): Promise<CellColumns | null> {
  const manifest = decodeManifest((await store.get(key)) ?? new Uint8Array());
  const [file] = manifest?.files ?? [];
  const bytes = file === undefined ? null : await store.get(file.key);
  if (file === undefined || bytes === null || sha256(bytes) !== file.sha256) return null;
  return decodeColumns(bytes);
}

/** Of a child that has no manifest. */
function whyLost(job: JobStanding | undefined): JobFailure {
  if (job === undefined)
    return { code: "JOB_LOST", message: "AWS does not know the job any more, and it left no result" };
  // Of an array: its failed children say why themselves, and this one is not among them.
  if (job.state === "FAILED" && job.children === null) return whyFailed(job);
  return {
    code: "NO_RESULT",
    message: "The job ended well, but has left no manifest: what it has done may not be whole",
  };
}

/** Why children of an array have failed, by their index. */
async function failuresOf(
  job: JobStanding | undefined,
  { batch }: CollectParts,
): Promise<ReadonlyMap<number, JobFailure>> {
  if (job === undefined || job.children === null) return new Map();
  const failed = (job.children.FAILED ?? 0) === 0 ? [] : await batch.children(job.jobId, "FAILED");
  return new Map(failed.map((child) => [child.index, whyFailed(child)]));
}

function inItsOwnWords(told: Uint8Array, failure: JobFailure): JobFailure {
  return { ...failure, message: `${failure.message}: ${Buffer.from(told).toString("utf8")}` };
}

async function inTurns<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let from = 0; from < all.length; from += AT_A_TIME) {
    results.push(...(await Promise.all(all.slice(from, from + AT_A_TIME).map(work))));
  }
  return results;
}
