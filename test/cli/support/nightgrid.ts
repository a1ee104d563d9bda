import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import type { DocumentName, Documents } from "../../../src/contract/documents.ts";
import { documentOf } from "../../contract/support/document-of.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { type RunningCommand, type Said, startCommand } from "../../support/commands/running-command.ts";

/** A project of its own: a folder, a database, and the real command as a process. */
export interface CliProject extends AsyncDisposable {
  readonly home: string;
  readonly database: TestDatabase;
  /** Writes a file below the folder. @returns its absolute path */
  write(name: string, text: string): string;
  start(args: readonly string[], env?: NodeJS.ProcessEnv): RunningCommand;
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Said>;
  /** Runs with `--json`: stdout must be one document of the contract, the one with this name. */
  json<Name extends DocumentName>(
    name: Name,
    args: readonly string[],
    env?: NodeJS.ProcessEnv,
  ): Promise<Said & { readonly document: Documents[Name] }>;
}

/** One for a test file, closed after it. */
export async function createCliProject(): Promise<CliProject> {
  const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid cli's-"));
  const database = await createTestDatabase();
  const running = new Set<ChildProcessWithoutNullStreams>();
  const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningCommand => {
    const command = startCommand(args, { cwd: home, env: { ...cleanEnv(home, database), ...env } });
    const { child } = command;
    running.add(child);
    child.once("exit", () => running.delete(child));
    return command;
  };
  const project: CliProject = {
    home,
    database,
    write(name, text) {
      const file = path.join(home, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
    start,
    run: (args, env) => start(args, env).ended,
    async json(name, args, env) {
      const said = await start([...args, "--json"], env).ended;
      return { ...said, document: documentOf(name, said.stdout) };
    },
    async [Symbol.asyncDispose]() {
      for (const child of running) child.kill("SIGKILL");
      await database.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
  afterAll(() => project[Symbol.asyncDispose]());
  return project;
}

/** Nothing of the developer's own settings reaches the command. */
function cleanEnv(home: string, database: TestDatabase): NodeJS.ProcessEnv {
  const { PATH = "", HOME = "" } = process.env;
  return { PATH, HOME, NIGHTGRID_HOME: home, DATABASE_URL: database.url };
}
