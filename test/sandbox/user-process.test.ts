import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { enableCompileCache, getCompileCacheDir } from "node:module";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { markedProcesses } from "../../src/sandbox/process-tree.ts";
import type { OutputLine } from "../../src/sandbox/question.ts";
import { call, deathOf, SRC, TEST_ROOM, userFile, userProcess } from "./support/room-process.ts";

describe("a user's process", () => {
  it("answers, with columns as they are", async () => {
    const column = Float64Array.of(1, Number.NaN, -0);
    expect(await userProcess().ask("echo", { column })).toEqual({ column });
  });

  it("gives back an error with the place in the user's file", async () => {
    await expect(call(`() => { null.x }`)).rejects.toThrow(/null \(reading .x.\).*\(mine-\d+\.ts:2:\d+\)/);
  });

  it("takes any thrown value for a reason", async () => {
    await expect(call(`() => { throw { a: 1 } }`)).rejects.toThrow();
    await expect(call(`() => { throw undefined }`)).rejects.toThrow();
    await expect(call(`() => { throw { get message() { throw 1 }, toString() { throw 2 } } }`)).rejects.toThrow();
  });

  it.each([
    ["hangs", "() => { for (;;); }"],
    ["hangs in an asynchronous loop", "async () => { for (;;) await null; }"],
    ["waits for ever", "() => new Promise(() => {})"],
    ["waits without a thread that looks up", "() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"],
    ["ignores its signal", "(_, { signal }) => new Promise(() => { signal.onabort = () => { for (;;); } })"],
  ])("is ended when its code %s", async (_, body) => {
    const process = userProcess();
    const asked = process.ask("call", { file: userFile(body), argument: null }, { timeoutMs: 400, graceMs: 50 });
    expect(await deathOf(asked)).toMatchObject({ why: "timeout" });
    expect(process.isDead).toBe(true);
    await expect(process.ask("echo", 1)).rejects.toThrow();
  });

  it.each([
    ["process.exit", "() => process.exit(3)", "exit", /process\.exit\(3\).*mine-\d+\.ts/],
    ["a late throw", `() => { setImmediate(() => { throw new Error("late"); }); return 1 }`, "error", /late.*mine/],
    ["a promise that nobody awaits", `() => { void Promise.reject(new Error("lost")); return 1 }`, "error", /lost/],
    ["process.abort", "() => process.abort()", "crash", /SIGABRT/],
    ["a signal to itself", `() => process.kill(process.pid, "SIGKILL")`, "crash", /SIGKILL/],
    ["the exit below process.exit", "() => process.reallyExit(4)", "crash", /code 4/],
    [
      "a full heap",
      `() => { const all = []; for (;;) all.push({ text: "x".repeat(99) + all.length }); }`,
      "memory",
      /heap memory; \d+ MiB are allowed/,
    ],
    [
      "buffers beside the heap",
      "async () => { const all = []; for (;;) { all.push(new Uint8Array(1e7).fill(1)); await null } }",
      "memory",
      /400 MiB/,
    ],
  ] as const)("dies of %s, and says so", async (_, body, why, message) => {
    const death = await deathOf(call(body));
    expect(death.why).toBe(why);
    expect(death.message).toMatch(message);
  });

  it("names the unit that took too long, by its own limit", async () => {
    const file = userFile("(unit) => { if (unit === 7) for (;;); }");
    const asked = userProcess().ask("units", { file, count: 40, limitMs: 300 });
    expect(await deathOf(asked)).toMatchObject({ why: "timeout", unit: 7 });
  });

  it("FAULTS 1.6: tells each line at once, with its unit, also just before it dies", async () => {
    const lines: OutputLine[] = [];
    const file = userFile(`(unit) => {
      console.log("unit", unit);
      if (unit === 1) console.error({ b: 1 });
      process.stdout.write("half ");
      if (unit === 2) { process.stdout.write("line\\n"); process.reallyExit(0); }
    }`);
    const asked = userProcess().ask("units", { file, count: 5, limitMs: null }, { onLine: (line) => lines.push(line) });
    await deathOf(asked);
    expect(lines.map(({ unit, text }) => `${unit} ${text}`)).toEqual([
      "0 unit 0",
      "1 unit 1",
      "1 { b: 1 }",
      "2 unit 2",
      "2 half half half line",
    ]);
  });

  it("hears of what programs print that the code starts", async () => {
    const lines: OutputLine[] = [];
    const head = `import { execSync } from "node:child_process";`;
    const file = userFile(
      `() => { execSync("echo from a child", { stdio: "inherit" }); return new Promise((r) => setTimeout(r, 100)) }`,
      head,
    );
    await userProcess().ask("call", { file, argument: null }, { onLine: (line) => lines.push(line) });
    expect(lines.map(({ text }) => text)).toEqual(["from a child"]);
  });

  it("bounds lines in number and length", async () => {
    const lines: OutputLine[] = [];
    const body = `() => { console.log("x".repeat(1e6)); for (let i = 0; i < 20000; i++) console.log(i); }`;
    const process = userProcess();
    await process.ask("call", { file: userFile(body), argument: null }, { onLine: (line) => lines.push(line) });
    await process.ask("echo", 1, { onLine: (line) => lines.push(line) });
    expect(lines[0]?.text.length).toBeLessThan(9000);
    expect(lines).toHaveLength(10_001);
    expect(lines.at(-1)?.text).toContain("10001 further lines");
  });

  it("FAULTS 1.7: sees no secrets in its environment, and none of Nightgrid's ways to speak", async () => {
    const env = {
      DATABASE_URL: "postgres://x",
      SLACK_WEBHOOK_URL: "y",
      NIGHTGRID_USER_ENV: "MINE, DATABASE_URL",
      MINE: "1",
    };
    const file = userFile("() => ({ env: process.env, send: typeof process.send })");
    const seen = (await userProcess(env).ask("call", { file, argument: null })) as {
      readonly env: Record<string, string>;
      readonly send: string;
    };
    expect(Object.keys(seen.env).sort()).toEqual(["HOME", "MINE", "NIGHTGRID_USER_PROCESS", "PATH"]);
    expect(seen).toMatchObject({ send: "undefined" });
  });

  it("leaves what was compiled of Nightgrid's code for the next one, and says to nobody where", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "compiled "));
    enableCompileCache(folder);
    const kept = (): number => readdirSync(getCompileCacheDir() ?? "").length;
    const before = kept();
    const file = userFile("() => Object.keys(process.env)");
    expect(await userProcess().ask("call", { file, argument: null })).not.toContain("NODE_COMPILE_CACHE");
    expect(kept()).toBeGreaterThan(before);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ["Math.max = () => 0", "Math.max"],
    ["Float64Array.prototype.fill = () => 0", "Float64Array.prototype"],
    ["Object.prototype.targets = 1", "Object.prototype"],
    ["globalThis.Map = Set", "globalThis.Map"],
    ["Array.prototype.push = () => 0", "Array.prototype.push"],
    ["delete JSON.stringify", "JSON.stringify"],
    ["Object.defineProperty(Array.prototype, 'length', { writable: false })", null],
    ["Array.prototype.last = function () { return this.at(-1) }; Math.random = () => 0.5", null],
  ])("knows what `%s` has replaced: %s", async (statement, change) => {
    const body = `(_, { runtimeChange }) => { ${statement}; return runtimeChange() }`;
    expect(await call(body)).toBe(change);
  });

  it("ends no process but its own", async () => {
    await expect(call(`() => { process.kill(process.ppid, "SIGKILL"); }`)).rejects.toThrow(
      /may not send.*mine-\d+\.ts/,
    );
  });

  it("lets packages add functions and seed the generator", async () => {
    const body = `(_, { runtimeChange }) => { Array.prototype.last = function () { return this.at(-1) }; Math.random = () => 0.5; return [1, 2].last() + Math.random() + String(runtimeChange()) }`;
    expect(await call(body)).toBe("2.5null");
  });

  it("takes all with it that it has started, children in sessions of their own too", async () => {
    const head = `import { spawn } from "node:child_process";`;
    const body = `() => { for (const detached of [true, false]) spawn("sleep", ["1000"], { detached, stdio: "ignore" }).unref(); return process.env.NIGHTGRID_USER_PROCESS }`;
    const process = userProcess();
    const mark = (await process.ask("call", { file: userFile(body, head), argument: null })) as string;
    expect(markedProcesses(mark)).toHaveLength(3);
    await process.end();
    await expect.poll(() => markedProcesses(mark)).toEqual([]);
  });

  it("is gone when the process that started it is killed, whatever it is doing", async () => {
    const script = `
      import { UserProcess } from ${JSON.stringify(new URL("sandbox/parent/user-process.ts", SRC).href)};
      const one = new UserProcess({
        room: ${JSON.stringify(TEST_ROOM)},
        packageUrl: "file:///x", env: process.env, maxHeapMb: 64, maxMemoryMb: 400,
      });
      const onLine = ({ text }) => { process.stdout.write(text); process.kill(process.pid, "SIGKILL"); };
      await one.ask("call", { file: ${JSON.stringify(
        userFile("() => { console.log(process.env.NIGHTGRID_USER_PROCESS); for (;;); }"),
      )}, argument: null }, { onLine });
    `;
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    expect(stdout).toMatch(/^[0-9a-f-]{36}$/);
    await expect.poll(() => markedProcesses(stdout)).toEqual([]);
  });

  it("is not asked again after an answer that nobody has asked for", async () => {
    const process = userProcess();
    const lines: OutputLine[] = [];
    const body = `() => { setTimeout(() => { throw new Error("much later"); }, 50); return 1 }`;
    expect(
      await process.ask("call", { file: userFile(body), argument: null }, { onLine: (line) => lines.push(line) }),
    ).toBe(1);
    await expect.poll(() => process.isDead).toBe(true);
    expect(lines.at(-1)).toMatchObject({ level: "error", text: expect.stringContaining("much later") });
  });

  it("answers services, and passes on what they throw", async () => {
    const services = {
      double: (value: number) => Promise.resolve(2 * value),
      fail: () => Promise.reject(new RangeError("no such thing")),
    };
    expect(await call("(x, { call }) => call('double', x)", 21, { services })).toBe(42);
    await expect(call("(x, { call }) => call('fail')", 0, { services })).rejects.toThrow("no such thing");
    await expect(call("(x, { call }) => call('toString')", 0, { services })).rejects.toThrow("no service");
    await expect(call("(x, { call }) => call('double', () => 1)", 0, { services })).rejects.toThrow(
      "could not be cloned",
    );
  });
});
