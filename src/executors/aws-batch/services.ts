import type { AwsBatchSpec } from "../../core/spec/aws-batch-spec.ts";
import { type BatchService, openBatchService } from "./client/batch-service.ts";
import type { AwsPlace } from "../../depot/aws/client-options.ts";
import type { Depot } from "../../depot/depot.ts";
import { s3Depot } from "../../depot/s3/s3-depot.ts";
import { BATCH_WORDS } from "./client/batch-words.ts";

/** AWS as one backtest uses it. */
export interface AwsServices {
  readonly batch: BatchService;
  readonly store: Depot;
}

/** Opened when they are first used, one pair per place; closed together. */
export interface ServiceCache {
  of(spec: AwsBatchSpec): Promise<AwsServices>;
  close(): Promise<void>;
}

const REQUEST_TIMEOUT_MS = 30_000;

export function createServiceCache(requestTimeoutMs = REQUEST_TIMEOUT_MS): ServiceCache {
  const opened = new Map<string, Promise<AwsServices>>();
  return {
    of(spec) {
      const { queue, definition, bucket, region, endpoint } = spec;
      const key = JSON.stringify([queue, definition, bucket, region, endpoint]);
      const known = opened.get(key);
      if (known !== undefined) return known;
      const place = { ...spec, requestTimeoutMs };
      const store = batchDepot(place);
      const opening = openBatchService(place).then((batch) => ({ batch, store }));
      opened.set(key, opening);
      opening.catch(() => opened.delete(key));
      return opening;
    },
    async close() {
      for (const each of await Promise.allSettled(opened.values())) {
        if (each.status !== "fulfilled") continue;
        each.value.batch.close();
        each.value.store.close();
      }
    },
  };
}

/** The bucket of a backtest; its keys begin with the spec's prefix already. */
export function batchDepot(place: AwsPlace & Pick<AwsBatchSpec, "bucket">): Depot {
  return s3Depot({ ...place, prefix: "", words: BATCH_WORDS });
}
