import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect } from "vitest";
import type { Question } from "../../../src/sandbox/question.ts";
import { UserProcess } from "../../../src/sandbox/parent/user-process.ts";
import { UserProcessDied } from "../../../src/sandbox/parent/user-process-died.ts";

export const SRC = new URL("../../../src/", import.meta.url);
export const TEST_ROOM = new URL("../fixtures/test-room.ts", import.meta.url).href;

const folder = mkdtempSync(path.join(os.tmpdir(), "user code "));
const started: UserProcess[] = [];
let files = 0;

afterAll(async () => {
  await Promise.all(started.map((process) => process.end()));
});

/** A process of the test room; ended with the test file. */
export function userProcess(
  env: Readonly<Record<string, string>> = {},
  limits = { maxHeapMb: 128, maxMemoryMb: 400 },
): UserProcess {
  const process_ = new UserProcess({
    room: TEST_ROOM,
    packageUrl: new URL("index.ts", SRC).href,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    ...limits,
  });
  started.push(process_);
  return process_;
}

/** A user's file, whose default export is `body`. */
export function userFile(body: string, head = ""): string {
  files++;
  const file = path.join(folder, `mine-${files}.ts`);
  writeFileSync(file, `${head}\nexport default ${body};\n`);
  return file;
}

/** Asks a process that nobody has used to call the function. */
export function call(body: string, argument: unknown = null, question: Question = {}, head = ""): Promise<unknown> {
  return userProcess().ask("call", { file: userFile(body, head), argument }, { timeoutMs: 20_000, ...question });
}

export async function deathOf(work: Promise<unknown>): Promise<UserProcessDied> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserProcessDied);
  return error as UserProcessDied;
}
