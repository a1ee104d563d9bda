import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { markedProcesses } from "../../src/sandbox/process-tree.ts";
import { call, deathOf, SRC, TEST_ROOM, userFile, userProcess } from "./support/room-process.ts";

// Some limits are ten seconds, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

const HEAD = `import { execSync, spawn } from "node:child_process";
const away = (env) => { const child = spawn("sleep", ["1000"], { detached: true, stdio: "ignore", env }); child.unref(); return child.pid; };`;

function isAlive(pid: unknown): boolean {
  return existsSync(`/proc/${String(pid)}/exe`) && typeof pid === "number";
}

describe("what a user's process leaves behind", () => {
  it("is ended with it, also without its environment and in a session of its own", async () => {
    const process = userProcess();
    const pid = await process.ask("call", {
      file: userFile("() => away({ PATH: process.env.PATH })", HEAD),
      argument: null,
    });
    expect(isAlive(pid)).toBe(true);
    await process.end();
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it.each(["process.reallyExit(0)", "process.abort()", "process.exit(0)", `process.kill(process.pid, "SIGKILL")`])(
    "is ended when the process ends itself: %s",
    async (end) => {
      let pid = 0;
      const onLine = ({ text }: { readonly text: string }): void => void (pid ||= Number(text));
      await deathOf(call(`() => { console.log(away({ PATH: process.env.PATH })); ${end} }`, null, { onLine }, HEAD));
      expect(pid).toBeGreaterThan(0);
      await expect.poll(() => isAlive(pid)).toBe(false);
    },
  );

  it("is ended when the process of Nightgrid is killed, in sessions of its own too", async () => {
    const body = "() => { away(process.env); console.log(process.env.NIGHTGRID_USER_PROCESS); for (;;); }";
    const script = `
      import { UserProcess } from ${JSON.stringify(new URL("sandbox/parent/user-process.ts", SRC).href)};
      const one = new UserProcess({ room: ${JSON.stringify(TEST_ROOM)}, packageUrl: "file:///x", env: process.env, maxHeapMb: 64, maxMemoryMb: 400 });
      const onLine = ({ text }) => { process.stdout.write(text); process.kill(process.pid, "SIGKILL"); };
      await one.ask("call", { file: ${JSON.stringify(userFile(body, HEAD))}, argument: null }, { onLine });
    `;
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    expect(stdout).toMatch(/^[0-9a-f-]{36}$/);
    await expect.poll(() => markedProcesses(stdout)).toEqual([]);
  });

  it("counts: programs without number are ended with it", async () => {
    const body = `async () => { for (let i = 0; i < 400; i++) { spawn("sleep", ["1000"], { stdio: "ignore" }).unref(); await new Promise((resolve) => setImmediate(resolve)); } await new Promise(() => {}) }`;
    const process = userProcess({}, { maxHeapMb: 128, maxMemoryMb: 4000 });
    const asked = process.ask("call", { file: userFile(body, HEAD), argument: null });
    expect((await deathOf(asked)).message).toMatch(/more than 256 programs/);
  });
});

describe("a process that stands still or goes on", () => {
  it("is ended by the asker when it has stopped itself, guard and all", async () => {
    const asked = userProcess().ask("units", {
      file: userFile(`() => { process.kill(process.pid, "SIGSTOP"); }`),
      count: 2,
      limitMs: null,
    });
    expect(await deathOf(asked)).toMatchObject({ why: "timeout", message: expect.stringContaining("stopped") });
  });

  it.each([
    ["an immediate", "setImmediate(() => { for (;;); })"],
    ["a promise", "void Promise.resolve().then(() => { for (;;); })"],
    ["a tick", "process.nextTick(() => { for (;;); })"],
  ])("is ended for what its units leave behind: %s", async (_, statement) => {
    const asked = userProcess().ask("units", { file: userFile(`() => { ${statement} }`), count: 2, limitMs: null });
    expect(await deathOf(asked)).toMatchObject({ why: "timeout", unit: null });
  });

  it("is ended when it goes on computing though it was not asked", async () => {
    const process = userProcess();
    const body = "() => { setTimeout(() => { for (;;); }, 20); return 1 }";
    expect(await process.ask("call", { file: userFile(body), argument: null })).toBe(1);
    await expect.poll(() => process.isDead, { timeout: 20_000 }).toBe(true);
  });

  it("tells of an error though user code has removed whoever listens for it", async () => {
    const body = `() => { process.removeAllListeners(); setTimeout(() => { throw new RangeError("unheard") }); return new Promise(() => {}) }`;
    expect((await deathOf(call(body))).message).toMatch(/RangeError: unheard \(mine-\d+\.ts/);
  });
});
