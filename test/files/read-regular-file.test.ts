import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readRegularFile } from "../../src/files/read-regular-file.ts";

const folder = mkdtempSync(path.join(tmpdir(), "nightgrid-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => path.join(folder, name);
const read = (name: string, maxBytes = 100) => readRegularFile(at(name), { maxBytes });

describe("FAULTS 6.5: only regular files are read", () => {
  it("reads a file and what a link leads to", async () => {
    writeFileSync(at("a.txt"), "content");
    symlinkSync("a.txt", at("link"));
    expect((await read("a.txt")).toString()).toBe("content");
    expect((await read("link")).toString()).toBe("content");
  });

  it("reads an empty file and one of exactly the limit", async () => {
    writeFileSync(at("empty"), "");
    writeFileSync(at("full"), "x".repeat(100));
    expect(await read("empty")).toHaveLength(0);
    expect(await read("full")).toHaveLength(100);
  });

  it("refuses a pipe, a device, a socket and a folder without waiting, by their names", async () => {
    execFileSync("mkfifo", [at("pipe")]);
    mkdirSync(at("folder"));
    symlinkSync("/dev/zero", at("zero"));
    const server = createServer().listen(at("socket"));
    for (const [name, kind] of [
      ["pipe", "a pipe"],
      ["folder", "a folder"],
      ["zero", "a device"],
      ["socket", "a socket"],
    ] as const) {
      await expect(read(name)).rejects.toMatchObject({
        code: "FILE_NOT_REGULAR",
        message: `${at(name)} is ${kind}, not a file`,
      });
    }
    server.close();
  });

  it("tells a missing file, a link to nothing and a link to itself from each other", async () => {
    symlinkSync("nowhere", at("dangling"));
    symlinkSync("round", at("round"));
    await expect(read("missing")).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
    await expect(read("dangling")).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
    await expect(read("round")).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  });

  it("refuses a file above the limit by its size, and one that told no size when the limit is read", async () => {
    writeFileSync(at("large"), "x".repeat(101));
    await expect(read("large")).rejects.toMatchObject({
      code: "FILE_TOO_LARGE",
      message: `${at("large")} is larger than 100 bytes`,
    });
    // The files of /proc say that they are empty.
    await expect(readRegularFile("/proc/self/maps", { maxBytes: 50 })).rejects.toMatchObject({
      code: "FILE_TOO_LARGE",
    });
    expect((await readRegularFile("/proc/self/maps", { maxBytes: 5_000_000 })).length).toBeGreaterThan(50);
  });
});
