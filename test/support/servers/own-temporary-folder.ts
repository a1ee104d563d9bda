import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";

/** For files that look for leftovers of the whole host: others may leave some in the folder that all share. */
export function useOwnTemporaryFolder(): void {
  const shared = process.env["TMPDIR"];
  let own = "";
  beforeAll(() => {
    own = mkdtempSync(path.join(os.tmpdir(), "nightgrid-own-"));
    process.env["TMPDIR"] = own;
  });
  afterAll(() => {
    if (shared === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = shared;
    rmSync(own, { recursive: true, force: true });
  });
}
