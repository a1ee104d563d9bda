import type { AwsBatchSpec } from "../../../src/core/spec/aws-batch-spec.ts";
import { BUCKET, DEFINITION, QUEUE } from "./aws-stub.ts";

/** A place in the stub, with changes. */
export function sampleAws(endpoint: string, changes: Partial<AwsBatchSpec> = {}): AwsBatchSpec {
  return {
    queue: QUEUE,
    definition: DEFINITION,
    bucket: BUCKET,
    prefix: "night",
    region: "eu-west-1",
    maxParallel: 3,
    queueTimeoutMs: 3_600_000,
    endpoint,
    ...changes,
  };
}
