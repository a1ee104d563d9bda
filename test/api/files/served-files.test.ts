import { afterAll, describe } from "vitest";
import { useKeys } from "../../support/s3/depot-on.ts";
import { type S3Server, startS3Server } from "../../support/s3/s3-server.ts";
import { servedFiles } from "../../support/s3/served-files.ts";

let server: S3Server | undefined;
afterAll(() => server?.[Symbol.asyncDispose]());

describe("a service with a bucket", () => {
  servedFiles(async () => {
    server = await startS3Server();
    useKeys(server.keys);
    return { NIGHTGRID_ARTIFACTS: `s3://${server.bucket}/served`, NIGHTGRID_ARTIFACTS_ENDPOINT: server.url };
  });
});
