import { execFileSync } from "node:child_process";
import { renameSync, rmSync, symlinkSync, unlinkSync, utimesSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { look } from "../../src/app/dags/file-signature.ts";
import { dagText as dag, type FolderProject, folderProject, strategyText } from "./support/folder-project.ts";

let project: FolderProject;
beforeEach(() => {
  project = folderProject();
});
afterEach(() => project.remove());

const at = (name: string) => project.at(name);
const write = (name: string, text: string) => project.write(name, text);
const seen = () => project.seen();

/** As `sed -i`, editors and git do. */
function saveByRename(name: string, text: string): void {
  write(`${name}.tmp`, text);
  renameSync(at(`${name}.tmp`), at(name));
}

describe("FAULTS 6.2: what lies in the folder decides, at every look", () => {
  it("sees saves by rename, then edits in place, then removal, then a new file of that name", async () => {
    write("dags/a.yaml", dag("a"));
    expect(await seen()).toEqual(["a"]);
    saveByRename("dags/a.yaml", dag("b"));
    expect(await seen()).toEqual(["b"]);
    write("dags/a.yaml", dag("c"));
    expect(await seen()).toEqual(["c"]);
    unlinkSync(at("dags/a.yaml"));
    expect(await seen()).toEqual([]);
    write("dags/a.yaml", dag("d"));
    expect(await seen()).toEqual(["d"]);
  });

  it("sees every check-out of git", async () => {
    const git = (...args: readonly string[]) =>
      execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@example.com", ...args], {
        cwd: at("."),
        stdio: "pipe",
      });
    git("init", "-q", "-b", "one");
    write("dags/a.yaml", dag("one"));
    git("add", ".");
    git("commit", "-qm", "one");
    git("checkout", "-qb", "two");
    write("dags/a.yaml", dag("two"));
    write("dags/b.yaml", dag("more"));
    git("add", ".");
    git("commit", "-qm", "two");
    for (let i = 0; i < 3; i++) {
      git("checkout", "-q", "one");
      expect(await seen()).toEqual(["one"]);
      git("checkout", "-q", "two");
      expect(await seen()).toEqual(["two", "more"]);
    }
  });

  it("sees an edit that keeps the length and puts the time back", async () => {
    write("dags/a.yaml", dag("a"));
    const then = new Date("2020-01-01");
    utimesSync(at("dags/a.yaml"), then, then);
    expect(await seen()).toEqual(["a"]);
    write("dags/a.yaml", dag("b"));
    utimesSync(at("dags/a.yaml"), then, then);
    expect(await seen()).toEqual(["b"]);
  });

  it("sees a folder that was replaced whole", async () => {
    write("dags/a.yaml", dag("a"));
    expect(await seen()).toEqual(["a"]);
    write("next/a.yaml", dag("z"));
    rmSync(at("dags"), { recursive: true });
    renameSync(at("next"), at("dags"));
    expect(await seen()).toEqual(["z"]);
  });

  it("sees what the file builds on and names: bases, defaults, modules, data, datasets", async () => {
    write("dags/a.yaml", dag("a", "extends: ../shared/base.yaml"));
    expect(await seen()).toEqual(["a.yaml: FILE_NOT_FOUND"]);
    write("shared/base.yaml", "timeout: soon");
    expect(await seen()).toEqual(["a.yaml: DAG_VALUE_INVALID"]);
    write("shared/base.yaml", "timeout: 1h");
    expect(await seen()).toEqual(["a"]);
    write("dags/defaults.yml", "retry: 5");
    expect(await seen()).toEqual(["a.yaml: DAG_VALUE_INVALID"]);
    unlinkSync(at("dags/defaults.yml"));
    expect(await seen()).toEqual(["a"]);

    const block = (strategy: string, data: string) =>
      `id: a\nbacktest: { strategy: ${strategy}, data: ${data}, params: { n: 3 } }\n`;
    write("dags/a.yaml", block("../strategies/mine.js", "{ csv: ./x.csv }"));
    expect(await seen()).toEqual(["a.yaml: FILE_NOT_FOUND"]);
    write("strategies/mine.js", strategyText(1));
    expect(await seen()).toEqual(["a.yaml: FILE_NOT_FOUND"]);
    write("dags/x.csv", "time,close\n");
    expect(await seen()).toEqual(["a"]);
    write("strategies/mine.js", strategyText(4));
    expect(await seen()).toEqual(["a.yaml: PARAM_INVALID"]);
    expect(project.dags.folders()).toEqual(expect.arrayContaining([at("dags"), at("strategies")]));

    write("dags/a.yaml", `id: a\nbacktest: { strategy: sma_cross, data: { dataset: own, symbols: [X] } }\n`);
    expect(await seen()).toEqual(["a.yaml: DATASET_NOT_FOUND"]);
    write("datasets/own/dataset.yaml", "timeframe: 1d\nbars_per_year: 252\nsymbols: [Y]\n");
    expect(await seen()).toEqual(["a.yaml: DATASET_NOT_FOUND"]);
    write("datasets/own/dataset.yaml", "timeframe: 1d\nbars_per_year: 252\nsymbols: [X]\n");
    expect(await seen()).toEqual(["a"]);
  });

  it("sees what a module imports", async () => {
    write("mine.js", `export { default } from "./inner.js";\n`);
    const signatures = [];
    for (const text of ["1", "1", "2"]) {
      write("inner.js", `export default ${text};\n`);
      signatures.push(await look().signatureOf("module", at("mine.js")));
    }
    expect(signatures[1]).toBe(signatures[0]);
    expect(signatures[2]).not.toBe(signatures[1]);
  });

  it("gives the very same list when nothing has changed, once its files have rested", async () => {
    write("dags/a.yaml", dag("a"));
    // A link's target that is older than this test, since a file that has only just changed is read once more.
    unlinkSync(at("dags/a.yaml"));
    symlinkSync(path.resolve("test/factory/fixtures/nightly.yaml"), at("dags/a.yaml"));
    const first = await project.dags.read();
    expect(await project.dags.read()).toBe(first);
    write("dags/b.yaml", dag("b"));
    const second = await project.dags.read();
    expect(second).not.toBe(first);
    expect(second[0]).toBe(first[0]);
  });

  it("keeps what it knows when the folder cannot be read, and has no DAGs when there is none", async () => {
    rmSync(at("dags"), { recursive: true });
    expect(await seen()).toEqual([]);
    write("dags", "a file");
    await expect(project.dags.read()).rejects.toThrow("ENOTDIR");
  });
});
