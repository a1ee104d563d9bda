import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import type { DocumentName, Documents } from "../../../src/contract/documents.ts";
import { documentOf } from "../../contract/support/document-of.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

const PATIENCE_MS = 30_000;
const BIN = path.join(import.meta.dirname, "../../../bin/nightgrid.mjs");

/** How a command ended, and all it said. */
export interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves once stdout or stderr holds the text; rejects when the command ends, or half a minute passes, without it. */
  says(text: string): Promise<void>;
  readonly ended: Promise<Said>;
}

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
    const child = spawn(process.execPath, [BIN, ...args], { cwd: home, env: { ...cleanEnv(home, database), ...env } });
    running.add(child);
    child.once("exit", () => running.delete(child));
    return follow(child);
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

function follow(child: ChildProcessWithoutNullStreams): RunningCommand {
  const said = { stdout: "", stderr: "" };
  const listeners = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
      for (const listener of listeners) listener();
    });
  }
  const told = () => `\n${said.stdout}\n${said.stderr}`;
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, ...said }));
  const says = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (said.stdout.includes(text) || said.stderr.includes(text)) resolve();
      };
      listeners.add(look);
      look();
      setTimeout(() => reject(new Error(`Still has not said "${text}":${told()}`)), PATIENCE_MS).unref();
      void ended.then(() => reject(new Error(`Ended without saying "${text}":${told()}`)));
    });
  return { child, says, ended };
}
