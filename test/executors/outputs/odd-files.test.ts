import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { CONTRACT } from "../../../src/core/spec/outputs-spec.ts";
import { checkOutputs } from "../../../src/executors/outputs/check-outputs.ts";
import { openOutput } from "../../../src/executors/outputs/file/open-output.ts";
import { GOOD, outputFolder, said } from "./support/output-folder.ts";

const OPTIONS = { calendar: null, initialCapital: 100_000 };
const T = "2020-01-02 09:20:00,2020-01-02 15:15:00";
const good = (name: string): string => GOOD[name] ?? "";

describe("what stands in the place of a file", () => {
  const replaced = (make: (file: string) => void): string => {
    const folder = outputFolder({ "pnl.csv": null });
    make(path.join(folder, "pnl.csv"));
    return folder;
  };
  const errorsOf = async (folder: string) => (await checkOutputs(folder, CONTRACT, OPTIONS)).errors;

  it.each<readonly [string, (file: string) => void]>([
    ["is a link that leads out of the folder", (file) => symlinkSync("/etc/passwd", file)],
    ["is a link that leads nowhere", (file) => symlinkSync("gone.csv", file)],
    ["is a pipe, not a file", (file) => execFileSync("mkfifo", [file])],
    ["is a folder, not a file", (file) => mkdirSync(file)],
    ["is a link that leads out of the folder", (file) => symlinkSync("/dev/zero", file)],
  ])("%s", async (expected, make) => {
    expect(await errorsOf(replaced(make))).toEqual([said("pnl.csv", expected)]);
  });

  it("may be a link to another file of the folder", async () => {
    const folder = replaced((file) => symlinkSync("daily.csv", file));
    writeFileSync(path.join(folder, "daily.csv"), good("pnl.csv"));
    expect(await errorsOf(folder)).toEqual([]);
  });

  it("is refused when it was written to while it was read", async () => {
    const writes = [
      (file: string) => appendFileSync(file, `${T},1,2,\n`),
      (file: string) => truncateSync(file, 150),
      (file: string) => utimesSync(file, new Date(), new Date(0)),
    ];
    const changes = [];
    for (const write of writes) {
      const folder = outputFolder();
      const opened = await openOutput(folder, "trades.csv");
      if (opened.kind !== "open") throw new Error(opened.kind);
      await using file = opened;
      const { size } = file;
      let read = 0;
      write(path.join(folder, "trades.csv"));
      for await (const chunk of file.chunks()) read += chunk.length;
      changes.push(await file.changed());
      expect(read).toBeLessThanOrEqual(size);
    }
    expect(changes).toEqual([
      expect.stringMatching(/^was written to while it was checked \(\d+, then \d+ bytes\)/),
      expect.stringMatching(/^was written to while it was checked \(\d+, then 150 bytes\)/),
      expect.stringMatching(/^was written to while it was checked: /),
    ]);
  });
});

it("a file that grows while it is read makes a result invalid", async () => {
  const folder = outputFolder();
  const { signal } = new AbortController();
  // Asked before each read, of any of the files.
  signal.throwIfAborted = () => appendFileSync(path.join(folder, "trades.csv"), `${T},1,2,\n`);
  const { errors } = await checkOutputs(folder, CONTRACT, { ...OPTIONS, signal });
  expect(errors).toEqual([expect.stringMatching(/^trades.csv was written to while it was checked/)]);
});

it("a check is given up when its signal fires", async () => {
  const signal = AbortSignal.abort(new Error("stopped"));
  await expect(checkOutputs(outputFolder(), CONTRACT, { ...OPTIONS, signal })).rejects.toThrow("stopped");
});
