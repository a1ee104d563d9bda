import { randomBytes } from "node:crypto";
import { AppError } from "../../core/errors/app-error.ts";
import type { Depot } from "../../depot/depot.ts";

/**
 * Writes something into a depot, reads it back, finds it in a listing and removes it.
 *
 * @throws AppError as the depot's, and DEPOT_DAMAGED when something else comes back
 */
export async function tryDepot(depot: Depot): Promise<void> {
  const key = `doctor/${randomBytes(8).toString("hex")}`;
  const sent = randomBytes(64);
  await depot.put(key, sent);
  try {
    const got = await depot.get(key);
    if (got === null || !sent.equals(got)) {
      throw new AppError("DEPOT_DAMAGED", `${depot.addressOf(key)} is not what was put there a moment ago`, {
        hint: "Does something stand between, such as a proxy that keeps answers?",
      });
    }
    if (await depot.putNew(key, sent)) {
      throw new AppError("DEPOT_REFUSED", `${depot.address} overwrites what must stay (If-None-Match is ignored)`, {
        hint: "Take a server that knows If-None-Match: AWS, MinIO, SeaweedFS, versitygw do.",
      });
    }
    for await (const found of depot.list("doctor/")) if (found.key === key) return;
    throw new AppError("DEPOT_REFUSED", `${depot.address} does not list what was put there a moment ago`, {
      hint: "Its listing is not that of S3 (ListObjectsV2).",
    });
  } finally {
    await depot.remove([key]);
  }
}
