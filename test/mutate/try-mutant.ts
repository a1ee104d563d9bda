import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { concernedTests } from "./concerned-tests.ts";
import { applyMutation, type Mutation } from "./mutation.ts";

/**
 * `invalid`: Postgres does not even read it, which says nothing about the tests. `refused`: types or linter.
 * `timed out`: the tests did not end, which is a way of noticing, but also what a loaded machine looks like.
 */
export const VERDICTS = ["killed", "timed out", "refused", "survived", "invalid"] as const;
export type Verdict = (typeof VERDICTS)[number];

const TESTS_LIMIT_MS = 400_000;
/** What a mutant brings to a halt need not be waited for as long as a loaded machine may need. */
const VITEST = [
  "vitest",
  "run",
  "--bail",
  "1",
  "--reporter",
  "dot",
  "--testTimeout",
  "15000",
  "--hookTimeout",
  "20000",
];

/** Changes the copy, runs the tests concerned, and puts the copy right again. */
export async function tryMutant(mutation: Mutation, copy: string): Promise<Verdict> {
  const file = path.join(copy, mutation.file);
  const source = readFileSync(file, "utf8");
  writeFileSync(file, applyMutation(source, mutation));
  try {
    for (const tests of concernedTests(mutation.file)) {
      const { isGood, isOver, output } = await run(copy, [...VITEST, ...tests]);
      if (isOver) return "timed out";
      if (!isGood) return /syntax error at|ParseError|Transform failed/.test(output) ? "invalid" : "killed";
    }
    const isTyped = await run(copy, ["tsc", "-p", "."]);
    if (!isTyped.isGood) return "refused";
    const isLinted = await run(copy, ["oxlint", "--type-aware", mutation.file]);
    return isLinted.isGood ? "survived" : "refused";
  } finally {
    writeFileSync(file, source);
  }
}

interface Ended {
  readonly isGood: boolean;
  readonly isOver: boolean;
  readonly output: string;
}

async function run(cwd: string, [tool = "", ...args]: readonly string[]): Promise<Ended> {
  const command = path.join(cwd, "node_modules/.bin", tool);
  // A group of its own: what the tests have started ends with them.
  const child = spawn(command, args, { cwd, detached: true, stdio: ["ignore", "pipe", "pipe"], env: toolEnv(cwd) });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  let isOver = false;
  const limit = setTimeout(() => {
    isOver = true;
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  }, TESTS_LIMIT_MS);
  const [code] = await once(child, "close");
  clearTimeout(limit);
  return { isGood: code === 0, isOver, output };
}

/** The Node that the project brings comes first, as under npx. */
function toolEnv(cwd: string): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${path.join(cwd, "node_modules/.bin")}:${process.env["PATH"] ?? ""}`, NO_COLOR: "1" };
}
