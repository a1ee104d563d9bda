import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { hostTools } from "../../../src/sandbox/program/host-tools.ts";
import { processesWith, runWords, testFolder } from "./programs.ts";

const folder = testFolder();
const MIB = 1024 * 1024;
/** A number of seconds that nothing else sleeps for: by it the processes of a test are found again. */
let seconds = 100_000 + (process.pid % 10_000) * 10;
const nextSleep = (): string => `sleep ${(seconds += 1)}`;

describe("a program", () => {
  it("is given its words as they are, its folder, its environment and no other, and an empty input", async () => {
    const words = ["two words", "$(touch hacked)", "`id`", "'", '"', "a\nb", "--x=;rm -rf /", "naïve 🚀", ""];
    const script = 'cat; printf "%s|" "$@"; echo; pwd; env';
    const env = { PATH: process.env["PATH"] ?? "", GIVEN: "yes" };
    const logFile = path.join(folder, "words.log");
    const end = await runWords(folder, ["sh", "-c", script, "sh", ...words], { env, logFile });
    expect(end).toMatchObject({ exitCode: 0, signal: null, stopped: null, leftRunning: 0 });
    const log = readFileSync(logFile, "utf8");
    expect(log.startsWith(`${words.join("|")}|\n${folder}\n`)).toBe(true);
    const names = log.slice(log.indexOf(folder) + folder.length).match(/^\w+(?==)/gm) ?? [];
    const ours = ["GIVEN", "NIGHTGRID_PROGRESS_FD", "NIGHTGRID_USER_PROCESS", "PATH"];
    expect(names.filter((name) => !["PWD", "SHLVL", "_", "OLDPWD"].includes(name)).sort()).toEqual(ours);
    expect(existsSync(path.join(folder, "hacked"))).toBe(false);
  });

  it.each([
    [["sh", "-c", "exit 7"], 7, null],
    [["sh", "-c", "kill -SEGV $$"], 139, "SIGSEGV"],
    [["sh", "-c", "kill -KILL $$"], 137, "SIGKILL"],
    [["no-such-program"], 127, null],
    [[path.join(import.meta.dirname, "programs.ts")], 126, null],
  ] as const)("%j ends with %i", async (argv, exitCode, signal) => {
    expect(await runWords(folder, argv)).toMatchObject({ exitCode, signal, stopped: null });
  });

  it("says what it has used: the time of all its processes, and the most memory at a time", async () => {
    const busy = `const held = Buffer.alloc(${150 * MIB}, 1); while (process.cpuUsage().user < 3e5);`;
    const end = await runWords(folder, [
      "sh",
      "-c",
      'node="$1"; "$node" -e "$2"; exit 0',
      "sh",
      process.execPath,
      busy,
    ]);
    expect(end.cpuMs).toBeGreaterThan(100);
    expect(end.peakBytes).toBeGreaterThan(150 * MIB);
    expect(end.durationMs).toBeGreaterThan(100);
  });

  it("is gone with all that it has left, in its group or in a session of its own", async () => {
    const [grouped, apart, daemon] = [nextSleep(), nextSleep(), nextSleep()];
    const script = `${grouped} & setsid ${apart} & setsid -f ${daemon} >/dev/null 2>&1 </dev/null; exit 0`;
    const end = await runWords(folder, ["sh", "-c", script]);
    expect(end).toMatchObject({ exitCode: 0, leftRunning: 3 });
    expect([grouped, apart, daemon].flatMap((sleep) => processesWith(sleep.replace(" ", "\0")))).toEqual([]);
  });

  it("that heeds SIGTERM has its time to end; one that does not is ended after it, with its children", async () => {
    const logFile = path.join(folder, "term.log");
    const heeding = await runWords(
      folder,
      ["sh", "-c", "trap 'sleep 0.2; echo saved; exit 0' TERM; while :; do sleep 0.05; done"],
      {
        logFile,
        limits: { timeoutMs: 300 },
      },
    );
    expect(heeding).toMatchObject({ exitCode: null, stopped: "timeout" });
    expect(readFileSync(logFile, "utf8")).toContain("saved");
    const child = nextSleep();
    const deaf = await runWords(folder, ["sh", "-c", `trap '' TERM; ${child} & while :; do sleep 0.05; done`], {
      limits: { timeoutMs: 300, graceMs: 200 },
    });
    expect(deaf.stopped).toBe("timeout");
    expect(processesWith(child.replace(" ", "\0"))).toEqual([]);
  });

  it("is ended when it is told to stop, also before it has begun", async () => {
    const child = nextSleep();
    const stop = new AbortController();
    const running = runWords(folder, ["sh", "-c", `echo nightgrid:progress 0.5; ${child}; echo over`], {
      signal: stop.signal,
      limits: { graceMs: 0 },
      onProgress: () => stop.abort(),
    });
    expect(await running).toMatchObject({ exitCode: null, stopped: "stopped" });
    expect(processesWith(child.replace(" ", "\0"))).toEqual([]);
    await expect(runWords(folder, ["true"], { signal: AbortSignal.abort(new Error("no")) })).rejects.toThrow("no");
  });

  it("that takes more memory than it may, all its processes together, is ended at once", async () => {
    const hungry = `const held = []; for (let i = 0; i < 12; i++) held.push(Buffer.alloc(${10 * MIB}, 1)); setInterval(() => {}, 1000);`;
    const script = 'for i in 1 2 3; do "$1" -e "$2" & done; wait';
    const end = await runWords(folder, ["sh", "-c", script, "sh", process.execPath, hungry], {
      limits: { memoryBytes: 300 * MIB },
    });
    expect(end.stopped).toBe("memory");
    expect(end.peakBytes).toBeGreaterThan(300 * MIB);
    expect(processesWith(String(10 * MIB))).toEqual([]);
  });

  it("that starts processes without end is ended before the host is full of them", async () => {
    const child = nextSleep();
    const end = await runWords(folder, ["sh", "-c", `while :; do ${child} & done`]);
    expect(end.stopped).toBe("processes");
    expect(processesWith(child.replace(" ", "\0"))).toEqual([]);
  }, 60_000);

  it("that writes without end fills no disk: of its log the end is kept", async () => {
    const logFile = path.join(folder, "flood.log");
    const script =
      "i=0; while [ $i -lt 400 ]; do head -c 200000 /dev/zero | tr '\\0' x; i=$((i+1)); done; echo; echo last words";
    const end = await runWords(folder, ["sh", "-c", script], { logFile, limits: { logBytes: 4 * MIB } });
    expect(end.exitCode).toBe(0);
    expect(statSync(logFile).size).toBeLessThanOrEqual(2 * MIB);
    expect(statSync(`${logFile}.1`).size).toBeLessThanOrEqual(2 * MIB);
    expect(readFileSync(logFile, "utf8").endsWith("\nlast words\n")).toBe(true);
  });

  it("that closes its output and lives on is waited for", async () => {
    const done = path.join(folder, "done");
    const end = await runWords(folder, ["sh", "-c", `exec >&- 2>&-; sleep 0.3; : > "$1"; exit 4`, "sh", done]);
    expect([end.exitCode, existsSync(done)]).toEqual([4, true]);
  });

  it("says how far it is by lines of its output, or on a descriptor for that", async () => {
    const said: number[] = [];
    const onProgress = (fraction: number): unknown => said.push(fraction);
    await runWords(folder, ["sh", "-c", "echo 0.25 >&3; echo '{\"progress\": 0.5}' >&3; echo rubbish >&3; sleep 0.2"], {
      onProgress,
    });
    expect(said.at(-1)).toBe(0.5);
    said.length = 0;
    const logFile = path.join(folder, "progress.log");
    await runWords(folder, ["sh", "-c", "echo nightgrid:progress 0.42; echo more; sleep 1"], { onProgress, logFile });
    expect(said).toContain(0.42);
  });

  it("shows in strict isolation nothing but itself, and leaves nothing that has hidden", async ({ skip }) => {
    const { strict } = await hostTools();
    if (strict === null) skip("this host gives no process namespaces");
    const hidden = nextSleep();
    const logFile = path.join(folder, "strict.log");
    const script = `env -i setsid -f ${hidden} >/dev/null 2>&1; ls -d /proc/[0-9]* | wc -l; exit 3`;
    const end = await runWords(folder, ["sh", "-c", script], { isStrict: true, logFile });
    expect(end).toMatchObject({ exitCode: 3, stopped: null });
    expect(Number(readFileSync(logFile, "utf8").trim())).toBeLessThan(10);
    expect(processesWith(hidden.replace(" ", "\0"))).toEqual([]);
  });

  it("gives way to others unless it need not", async () => {
    const logFile = path.join(folder, "nice.log");
    await runWords(folder, ["sh", "-c", "nice"], { logFile });
    await runWords(folder, ["sh", "-c", "nice"], { logFile, isLow: false });
    const [low = 0, normal = 0] = readFileSync(logFile, "utf8").trim().split("\n").map(Number);
    expect(low - normal).toBe(10);
  });
});

it("what a file cannot be opened for is told, and nothing is started", async () => {
  writeFileSync(path.join(folder, "file"), "");
  await expect(runWords(folder, ["true"], { logFile: path.join(folder, "file", "log") })).rejects.toThrow("ENOTDIR");
});
