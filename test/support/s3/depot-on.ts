import type { Depot } from "../../../src/depot/depot.ts";
import type { S3Place } from "../../../src/depot/s3/s3-bucket.ts";
import { s3Depot } from "../../../src/depot/s3/s3-depot.ts";
import type { S3Keys } from "./s3-signature.ts";

/** A depot in the bucket of a server, with changes. */
export function depotOn(
  server: { readonly url: string; readonly bucket: string },
  changes: Partial<S3Place> = {},
): Depot {
  return s3Depot({
    bucket: server.bucket,
    prefix: "",
    region: "us-east-1",
    endpoint: server.url,
    requestTimeoutMs: 30_000,
    words: {
      refused: "DEPOT_REFUSED",
      unreachable: "DEPOT_UNREACHABLE",
      who: server.url,
      checkRegion: "Check the region.",
      checkBucket: "Check the bucket.",
      checkBoth: "Check both.",
      checkRights: "Check the rights.",
      checkAll: "Check all.",
    },
    ...changes,
  });
}

/** The SDK's own chain finds them, in this process from now on. */
export function useKeys({ accessKeyId, secretAccessKey }: S3Keys): void {
  process.env["AWS_ACCESS_KEY_ID"] = accessKeyId;
  process.env["AWS_SECRET_ACCESS_KEY"] = secretAccessKey;
  process.env["AWS_EC2_METADATA_DISABLED"] = "true";
  process.env["AWS_CONFIG_FILE"] = "/dev/null";
}
