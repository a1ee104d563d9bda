import type * as Sdk from "@aws-sdk/client-s3";
import { loadAwsPackage } from "../aws/load-aws-package.ts";

export type S3Sdk = typeof Sdk;

/** @throws AppError PACKAGE_MISSING */
export function loadS3Sdk(): Promise<S3Sdk> {
  return loadAwsPackage(() => import("@aws-sdk/client-s3"), {
    whose: "What lies in S3",
    packages: "@aws-sdk/client-s3",
  });
}
