import { chmodSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { stopEmbedded } from "../../src/store/embedded/status-embedded.ts";
import { dropTestDatabases } from "./database.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of this test run's own embedded database, started by the first test that asks for one. */
    readonly databaseHome: string;
  }
}

/** Runs once per vitest run: tests without a database do not pay for one. */
export function setup(project: TestProject): () => Promise<void> {
  const home = mkdtempSync(path.join(fastFolder(), "nightgrid-test-"));
  // As root, the server runs under another account, which must get in.
  chmodSync(home, 0o755);
  project.provide("databaseHome", home);
  return async () => {
    await dropTestDatabases(home);
    await stopEmbedded(home);
    rmSync(home, { recursive: true, force: true });
  };
}

/** A memory disk, when there is a large one: a clone is 300 files, which take 150 ms on a slow disk and 15 ms there. */
function fastFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY_DISK);
    return bavail * bsize >= 2 ** 30 ? MEMORY_DISK : os.tmpdir();
  } catch {
    return os.tmpdir();
  }
}

const MEMORY_DISK = "/dev/shm";
