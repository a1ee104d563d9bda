import { rmSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { stopEmbedded } from "../../src/store/embedded/status-embedded.ts";
import { dropTestDatabases } from "./database.ts";
import { makeFastFolder } from "./fast-folder.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of this test run's own embedded database, started by the first test that asks for one. */
    readonly databaseHome: string;
  }
}

/** Runs once per vitest run: tests without a database do not pay for one. */
export function setup(project: TestProject): () => Promise<void> {
  const home = makeFastFolder();
  project.provide("databaseHome", home);
  return async () => {
    await dropTestDatabases(home);
    await stopEmbedded(home);
    rmSync(home, { recursive: true, force: true });
  };
}
