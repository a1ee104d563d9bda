import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** Runs scripts/setup.mjs of `root` with a stand-in for npm that only says it was called. */
function setUp(root: string): { readonly status: number | null; readonly npmArgs: string } {
  const npm = path.join(mkdtempSync(path.join(os.tmpdir(), "npm-")), "npm.cjs");
  writeFileSync(npm, "process.stdout.write(process.argv.slice(2).join(' '))");
  const env = { ...process.env, npm_execpath: npm };
  const { status, stderr } = spawnSync(process.execPath, [path.join(root, "scripts/setup.mjs")], {
    env,
    encoding: "utf8",
  });
  return { status, npmArgs: stderr };
}

describe("scripts/setup.mjs", () => {
  it("installs nothing in a project that is complete", () => {
    expect(setUp(ROOT)).toEqual({ status: 0, npmArgs: "" });
  });

  it("installs when a package is missing or of another version", () => {
    const root = mkdtempSync(path.join(os.tmpdir(), "clone-"));
    cpSync(path.join(ROOT, "scripts"), path.join(root, "scripts"), { recursive: true });
    cpSync(path.join(ROOT, "package-lock.json"), path.join(root, "package-lock.json"));
    expect(setUp(root).npmArgs).toContain("ci ");
    mkdirSync(path.join(root, "node_modules"));
    const packages = { "node_modules/yaml": { version: "0.0.1" } };
    writeFileSync(path.join(root, "node_modules/.package-lock.json"), JSON.stringify({ packages }));
    expect(setUp(root).npmArgs).toContain("ci ");
  });
});
