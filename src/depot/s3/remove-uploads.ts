import type { S3Bucket } from "./s3-bucket.ts";

/**
 * Takes away uploads in parts that were begun before a moment and never ended, as those of a process that was killed: they
 * are in no listing, and cost money. A server that cannot list them has none that we could find.
 */
export async function removeUploads(s3: S3Bucket, prefix: string, before: Date): Promise<void> {
  const { sdk, client, bucket: Bucket, asked } = s3;
  let marker: { readonly KeyMarker?: string; readonly UploadIdMarker?: string } = {};
  for (;;) {
    const request = new sdk.ListMultipartUploadsCommand({ Bucket, Prefix: prefix, ...marker });
    const page = await asked("s3:ListBucketMultipartUploads", () => client.send(request));
    for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
      if (Key === undefined || UploadId === undefined || Initiated === undefined || Initiated >= before) continue;
      const abort = new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId });
      await asked("s3:AbortMultipartUpload", () => client.send(abort)).catch(ignore);
    }
    const { IsTruncated, NextKeyMarker, NextUploadIdMarker } = page;
    if (IsTruncated !== true || NextKeyMarker === undefined) return;
    marker = {
      KeyMarker: NextKeyMarker,
      ...(NextUploadIdMarker !== undefined && { UploadIdMarker: NextUploadIdMarker }),
    };
  }
}

/** Somebody else has ended or taken it away meanwhile. */
function ignore(): void {}
