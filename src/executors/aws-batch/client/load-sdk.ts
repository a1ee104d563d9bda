import type * as BatchSdk from "@aws-sdk/client-batch";
import type * as S3Sdk from "@aws-sdk/client-s3";
import { AppError } from "../../../core/errors/app-error.ts";

/** Loaded when it is first needed: it takes a third of a second and 80 MB. @throws AppError PACKAGE_MISSING */
export function loadBatchSdk(): Promise<typeof BatchSdk> {
  return orSayHow(() => import("@aws-sdk/client-batch"));
}

/** @throws AppError PACKAGE_MISSING */
export function loadS3Sdk(): Promise<typeof S3Sdk> {
  return orSayHow(() => import("@aws-sdk/client-s3"));
}

export async function orSayHow<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new AppError("PACKAGE_MISSING", "The executor aws_batch needs AWS's own packages, which are not installed", {
      hint: "Install them beside Nightgrid: npm install @aws-sdk/client-batch @aws-sdk/client-s3.",
      cause: error,
    });
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
}
