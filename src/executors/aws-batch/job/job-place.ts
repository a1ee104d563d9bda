import { AppError } from "../../../core/errors/app-error.ts";
import { ownValue } from "../../../core/values/own-record.ts";
import { parseS3Address } from "../files/keys.ts";

/** Where a job is told to read and to write. */
export interface JobPlace {
  readonly region: string;
  readonly endpoint?: string;
  readonly bucket: string;
  readonly inputKey: string;
  readonly folder: string;
  /** Position among the children of an array; 0 of a job of its own. */
  readonly index: number;
  /** Names this try among those of the same child. */
  readonly tryId: string;
}

/** @throws AppError USAGE when this is no job of AWS Batch that Nightgrid has submitted */
export function readJobPlace(env: Readonly<Record<string, string | undefined>>): JobPlace {
  const read = (name: string): string => ownValue(env, name) ?? "";
  const input = parseS3Address(read("NIGHTGRID_INPUT"));
  const output = parseS3Address(read("NIGHTGRID_OUTPUT"));
  const index = Number(read("AWS_BATCH_JOB_ARRAY_INDEX"));
  if (input === null || output === null || !Number.isSafeInteger(index) || index < 0) {
    throw new AppError(
      "USAGE",
      "This is no job that Nightgrid has submitted to AWS Batch: NIGHTGRID_INPUT names no object",
      {
        hint: "Jobs run this command by themselves; see docs/aws-batch.md.",
      },
    );
  }
  const endpoint = read("NIGHTGRID_BATCH_ENDPOINT");
  return {
    region: read("NIGHTGRID_BATCH_REGION"),
    ...(endpoint !== "" && { endpoint }),
    bucket: input.bucket,
    inputKey: input.key,
    folder: output.key,
    index,
    tryId: `${read("AWS_BATCH_JOB_ID").replaceAll(/[^\w-]/g, "-") || "job"}-${read("AWS_BATCH_JOB_ATTEMPT") || "1"}`,
  };
}
