import { Type, type Static } from "typebox";
import { duration, map, oneOf } from "./schema-parts.ts";

const text = (description: string, examples: readonly string[] = []) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 512, description, ...(examples.length > 0 && { examples }) }));

const awsBatch = map(
  {
    queue: text("Name or ARN of the job queue; else NIGHTGRID_BATCH_QUEUE."),
    definition: text("Name, `name:revision` or ARN of the job definition; else NIGHTGRID_BATCH_DEFINITION."),
    bucket: text("S3 bucket for what jobs read and write; else NIGHTGRID_BATCH_BUCKET."),
    prefix: text("What all keys in the bucket begin with; else NIGHTGRID_BATCH_PREFIX, else `nightgrid`."),
    region: text("AWS region; else NIGHTGRID_BATCH_REGION, else AWS_REGION.", ["eu-west-1"]),
    max_parallel: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 10_000,
        description: "Jobs at a time; else NIGHTGRID_BATCH_MAX_PARALLEL, else 100.",
      }),
    ),
    queue_timeout: Type.Optional(
      duration("Longest time that jobs wait in the queue before the first of them starts; 1h unless given."),
    ),
    endpoint: text("Address of both services, in place of AWS's; else NIGHTGRID_BATCH_ENDPOINT.", [
      "http://localhost:5000",
    ]),
  },
  { description: "Cells as jobs of AWS Batch; see docs/aws-batch.md." },
);

const EXECUTOR_NAMES = ["engine", "aws_batch"] as const;

export const executor = Type.Optional(
  Type.Union(
    [
      oneOf(EXECUTOR_NAMES, { description: "`aws_batch` alone takes all of its settings from the environment." }),
      map({ aws_batch: awsBatch }, { description: "`{ aws_batch: … }`." }),
    ],
    { description: "What computes the cells: the engine of the workers unless given." },
  ),
);
export type WrittenKind = (typeof EXECUTOR_NAMES)[number];
export type WrittenBatch = Static<typeof awsBatch>;

const old = (name: string) => text(`Old name of executor.aws_batch.${name}.`);

/** As the framework had them from which people come. */
export const oldBatchKeys = {
  batch_job_queue: old("queue"),
  batch_job_definition: old("definition"),
  s3_bucket: old("bucket"),
  db_config: Type.Optional(
    Type.Unsafe<unknown>({
      description: "Understood and not used: Nightgrid has its own database.",
      type: ["object", "string"],
    }),
  ),
} as const;
