import type * as BatchSdk from "@aws-sdk/client-batch";
import { loadAwsPackage } from "../../../depot/aws/load-aws-package.ts";

/** @throws AppError PACKAGE_MISSING */
export function loadBatchSdk(): Promise<typeof BatchSdk> {
  return loadAwsPackage(() => import("@aws-sdk/client-batch"), {
    whose: "The executor aws_batch",
    packages: "@aws-sdk/client-batch @aws-sdk/client-s3",
  });
}
