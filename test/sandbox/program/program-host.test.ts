import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readReport } from "../../../src/sandbox/program/host-protocol.ts";
import { createProgramRunner } from "../../../src/sandbox/program/program-runner.ts";
import { processesWith, runWords, testFolder } from "./programs.ts";

const folder = testFolder();
let seconds = 400_000 + (process.pid % 10_000) * 10;
const nextSleep = (): string => `sleep ${(seconds += 1)}`;
const left = (sleep: string): readonly number[] => processesWith(`sleep\0${sleep.slice(6)}`);
const PATH = process.env["PATH"] ?? "";

let logs = 0;
/** Runs shell words, and gives back what they have printed beside how they ended. */
async function said(words: string, changes: Parameters<typeof runWords>[2] = {}, args: readonly string[] = []) {
  const logFile = path.join(folder, `${(logs += 1)}.log`);
  const end = await runWords(folder, ["sh", "-c", words, "sh", ...args], { logFile, ...changes });
  return { end, text: readFileSync(logFile, "utf8") };
}

async function untilGone(sleep: string): Promise<void> {
  while (left(sleep).length > 0) await new Promise(setImmediate);
}

describe("the host of programs", () => {
  it("starts one after the other, and as many at a time as there are hosts", async () => {
    const first = await said("echo $PPID");
    expect((await said("echo $PPID")).text).toBe(first.text);
    const together = await Promise.all(["echo $PPID; sleep 0.1", "echo $PPID; sleep 0.1"].map((words) => said(words)));
    expect(new Set(together.map(({ text }) => text)).size).toBe(2);
  });

  it("hands on every text as it is, and the variables of this program alone", async () => {
    let all = "";
    for (let code = 1; code < 0x3000; code++) all += String.fromCodePoint(code);
    const words = [all, "", "\n", "a\n\nb\n", " x ", "\\n\\", "+a", "=a", ">a", "-a", "🚀", `${all}${all}`];
    const show = "JSON.stringify([process.argv.slice(1), process.env.GIVEN])";
    const script = `exec "$NODE" -p '${show}' -- "$@"`;
    const env = { PATH, NODE: process.execPath, "odd.name": "1" };
    for (const given of ["", all, "a\nb", all.slice(100)]) {
      const { text } = await said(script, { env: { ...env, GIVEN: given, "odd.name": given } }, words);
      expect(JSON.parse(text)).toEqual([words, given]);
    }
    expect((await said("env", { env: { PATH } })).text).not.toContain("GIVEN");
  });

  it("starts nothing that has a NUL character, and hears nothing of a program that is over", async () => {
    const before = await said("printf 0.9 >&3; echo $PPID");
    await expect(said("exit 1", {}, ["a\0b"])).rejects.toThrow("NUL");
    const heard: number[] = [];
    const next = await said("echo 0.5 >&3; echo $PPID; sleep 0.1", { onProgress: (fraction) => heard.push(fraction) });
    expect([heard, next.text]).toEqual([[0.5], before.text]);
  });

  it("says of each program what that one has used", async () => {
    const busy = await said("i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done");
    expect(busy.end.cpuMs).toBeGreaterThan(50);
    expect((await said(":")).end.cpuMs).toBeLessThan(busy.end.cpuMs ?? 0);
  });

  it("that a program ends is missed by no other one", async () => {
    const [child, other] = [nextSleep(), nextSleep()];
    const stop = new AbortController();
    const beside = runWords(folder, ["sh", "-c", `echo 0.5 >&3; ${other}`], {
      signal: stop.signal,
      limits: { graceMs: 0 },
      logFile: path.join(folder, "beside.log"),
      onProgress: () => begun.resolve(),
    });
    const begun = Promise.withResolvers<void>();
    await begun.promise;
    const { end } = await said(`${child} & kill -9 $PPID; ${child}`);
    expect(end).toMatchObject({ exitCode: 137, signal: "SIGKILL", stopped: null });
    expect(left(child)).toEqual([]);
    expect((await said("exit 3")).end.exitCode).toBe(3);
    expect(left(other)).toHaveLength(1);
    stop.abort();
    expect(await beside).toMatchObject({ stopped: "stopped" });
    expect(left(other)).toEqual([]);
  });

  it("that stands still is ended with all of its program when that is over its time", async () => {
    const child = nextSleep();
    const { end } = await said(`${child} & kill -STOP $PPID; ${child}`, { limits: { timeoutMs: 500, graceMs: 100 } });
    expect(end.stopped).toBe("timeout");
    expect(left(child)).toEqual([]);
    expect((await said("exit 3")).end.exitCode).toBe(3);
  });

  it("is believed when it says what it would say, and nothing more", () => {
    expect(readReport("7\n0m0s 0m0s\n")).toBe("partial");
    expect(readReport("7\n0m0s 0m0s\n1m2.5s 0m0.25s\n")).toEqual({ exitCode: 7, totalCpuMs: 62_750 });
    expect(readReport("7\n0m0s 0m0s\nnothing\n")).toEqual({ exitCode: 7, totalCpuMs: null });
    for (const text of ["y\ny\ny\n", "y".repeat(1000), "7\n\n\n8\n"]) expect(readReport(text)).toBe("forged");
  });

  it("ends with what a program has left, also when that bears no mark", async () => {
    const [unmarked, apart] = [nextSleep(), nextSleep()];
    const before = await said("echo $PPID");
    const { text } = await said(`echo $PPID; env -i "$(command -v sleep)" ${unmarked.slice(6)} & sleep 0.1; exit 0`);
    expect(text).toBe(before.text);
    await untilGone(unmarked);
    const next = await said("echo $PPID");
    expect(next.text).not.toBe(before.text);
    const { end } = await said(`setsid -f ${apart} >/dev/null 2>&1`);
    expect(end.leftRunning).toBe(1);
    expect(left(apart)).toEqual([]);
    expect((await said("echo $PPID")).text).not.toBe(next.text);
  });

  it("goes when its runner is closed, and when what has started it is killed, with two programs and no guard", async () => {
    const sleep = nextSleep();
    const main = path.join(import.meta.dirname, "../fixtures/two-programs-main.ts");
    // Without a mark, so that nobody else on this host ends it.
    const words = `s=$(command -v sleep); env -i $s ${sleep.slice(6)} & echo 0.5 >&3; trap '' TERM; env -i $s ${sleep.slice(6)}`;
    const child = spawn(process.execPath, [main, folder, words], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    while (left(sleep).length < 4) await new Promise(setImmediate);
    child.kill("SIGKILL");
    await untilGone(sleep);

    const runner = createProgramRunner();
    const logFile = path.join(folder, "closed.log");
    writeFileSync(logFile, "");
    const limits = { timeoutMs: 10_000, memoryBytes: 2 ** 32, logBytes: 2 ** 20, graceMs: 0 };
    const program = { argv: ["sh", "-c", "echo $PPID"], cwd: folder, env: { PATH }, logFile, limits };
    await runner.run({ ...program, isLow: false, isStrict: false }, { signal: new AbortController().signal });
    const host = Number(readFileSync(logFile, "utf8"));
    expect(() => process.kill(-host, 0)).not.toThrow();
    runner.close();
    while (isGroup(host)) await new Promise(setImmediate);
  });
});

function isGroup(pid: number): boolean {
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
}
