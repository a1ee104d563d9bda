import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, expect, vi } from "vitest";
import { connect } from "../../../src/store/connection/connect.ts";
import { embeddedPaths, findRunFolder } from "../../../src/store/embedded/embedded-paths.ts";
import type { EmbeddedDatabase, StartEmbeddedOptions } from "../../../src/store/embedded/start-embedded.ts";
import { statusEmbedded, stopEmbedded } from "../../../src/store/embedded/status-embedded.ts";
import { makeFastFolder } from "../fast-folder.ts";

/** Projects of the current test; stopped and removed after it, in this order. */
export const homes: string[] = [];
const roots: string[] = [];
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const home of homes.splice(0)) {
    await stopEmbedded(home);
    const runFolder = findRunFolder(embeddedPaths(home));
    for (const folder of [runFolder ?? home, home]) rmSync(folder, { recursive: true, force: true });
  }
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** A folder of its own, possibly deep; removed after the test. */
export function newHome(...below: readonly string[]): string {
  const root = makeFastFolder();
  const home = path.join(root, ...below);
  mkdirSync(home, { recursive: true });
  homes.push(home);
  roots.push(root);
  return home;
}

export function optionsFor(home: string): StartEmbeddedOptions {
  return { home, isDurable: false, lingerMs: 100 };
}

/** For tests that kill the server: what was committed must still be there. */
export function durableOptionsFor(home: string): StartEmbeddedOptions {
  return { home, lingerMs: 100 };
}

/** Another process of ours that holds the database, once it does. */
export async function holdElsewhere(options: StartEmbeddedOptions, env: NodeJS.ProcessEnv = {}) {
  const script = path.join(import.meta.dirname, "../../store/fixtures/hold-database.ts");
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  children.push(child);
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { child, database: JSON.parse(line) as EmbeddedDatabase };
}

export async function query(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const pool = await connect({ url });
  try {
    const { rows } = await pool.query<Record<string, unknown>>(text);
    return rows;
  } finally {
    await pool.end();
  }
}

export async function supervisorOf(home: string): Promise<number> {
  const status = await statusEmbedded(home);
  if (status.state !== "running") throw new Error(`The server is ${status.state}`);
  return status.supervisorPid;
}

/** Waits for what other processes bring about, which gives us no signal. */
export function until(holds: () => unknown): Promise<unknown> {
  return vi.waitFor(holds, { timeout: 10_000, interval: 20 });
}

export async function untilState(home: string, state: string): Promise<void> {
  await until(async () => expect(await statusEmbedded(home)).toMatchObject({ state }));
}

export async function untilGone(pid: number): Promise<void> {
  await until(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"));
}
