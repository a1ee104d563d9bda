import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, it } from "vitest";
import { isMarked, MARK, markedProcesses } from "../../src/sandbox/process-tree.ts";

let pid = 0;
afterEach(() => {
  if (pid > 0) process.kill(pid, "SIGKILL");
});

it("a process is found at every look while it becomes one program after the other (I5)", async () => {
  const mark = `test-${process.pid}`;
  // It becomes a new shell 300 times, which has no environment for a moment each time, and then sleeps.
  const text = 'n=$1; if [ "$n" -gt 0 ]; then exec /bin/sh -c "$TEXT" sh $((n - 1)); fi; echo done; exec sleep 60';
  const env = { PATH: process.env["PATH"] ?? "", TEXT: text, [MARK]: mark };
  const child = spawn("/bin/sh", ["-c", text, "sh", "300"], { env, stdio: ["ignore", "pipe", "ignore"] });
  await once(child, "spawn");
  pid = child.pid ?? 0;
  const done = new AbortController();
  child.stdout.once("data", () => done.abort());
  let looks = 0;
  const lost: string[] = [];
  while (!done.signal.aborted) {
    if (!isMarked(pid, mark)) lost.push(`one at look ${looks}`);
    if (looks % 10 === 0 && !markedProcesses(mark).includes(pid)) lost.push(`all at look ${looks}`);
    looks++;
    await new Promise(setImmediate);
  }
  expect(lost).toEqual([]);
  expect(looks).toBeGreaterThan(100);
}, 60_000);
