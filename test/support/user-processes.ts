import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { userCallbacks, type UserCallbacks } from "../../src/callbacks/user/user-callbacks.ts";
import { createUserProcessPool, type UserProcessPool } from "../../src/sandbox/parent/user-process-pool.ts";

const SRC = new URL("../../src/", import.meta.url);

/** Real processes of a room; ended with the test file. */
export function userProcesses(room: string, mostBusy = 2): UserProcessPool {
  const setup = {
    room: new URL(room, SRC).href,
    packageUrl: new URL("index.ts", SRC).href,
    maxHeapMb: 256,
    maxMemoryMb: 600,
    env: { PATH: process.env["PATH"] },
  };
  const pool = createUserProcessPool(setup, { mostBusy, mostIdle: mostBusy });
  afterAll(() => pool.close());
  return pool;
}

export function strategyProcesses(mostBusy = 2): UserProcessPool {
  return userProcesses("executors/user/strategy-room.ts", mostBusy);
}

export function realCallbacks(): UserCallbacks {
  const users = userProcesses("callbacks/user/callback-room.ts");
  return userCallbacks({ users, learners: users, learnedFolder: "/nowhere" });
}

const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-user-"));
let files = 0;

/** A user's file with this text. */
export function userFile(text: string): string {
  files++;
  const file = path.join(folder, `mine-${files}.ts`);
  writeFileSync(file, text);
  return file;
}
