import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDagFolder } from "../../src/app/open-dag-folder.ts";
import { look } from "../../src/app/file-signature.ts";
import type { DagSource } from "../../src/worker/dag-source.ts";

const STRATEGY = (min: number) =>
  `export default { name: "mine", params: { n: { kind: "int", default: 5, min: ${min} } }, signals: () => ({ entries: new Uint8Array(0), exits: new Uint8Array(0) }) };\n`;

let home: string;
let dags: DagSource;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-dags-"));
  mkdirSync(path.join(home, "dags"));
  dags = openDagFolder({ home, env: {} });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const at = (name: string) => path.join(home, name);
const dag = (id: string, more = "") =>
  `id: ${id}\nbacktest: { strategy: sma_cross, data: { dataset: sp500 } }\n${more}`;
const write = (name: string, text: string) => {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), text);
};

/** `a` for a good file, `a.yaml: CODE` for a bad one. */
async function seen(): Promise<readonly string[]> {
  const loaded = await dags.read();
  return loaded.map(
    ({ file, spec, diagnostics }) => spec?.id ?? `${path.basename(file)}: ${diagnostics[0]?.code ?? ""}`,
  );
}

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
        cwd: home,
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
    write("strategies/mine.js", STRATEGY(1));
    expect(await seen()).toEqual(["a.yaml: FILE_NOT_FOUND"]);
    write("dags/x.csv", "time,close\n");
    expect(await seen()).toEqual(["a"]);
    write("strategies/mine.js", STRATEGY(4));
    expect(await seen()).toEqual(["a.yaml: PARAM_INVALID"]);
    expect(dags.folders()).toEqual(expect.arrayContaining([at("dags"), at("strategies")]));

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
    const first = await dags.read();
    expect(await dags.read()).toBe(first);
    write("dags/b.yaml", dag("b"));
    const second = await dags.read();
    expect(second).not.toBe(first);
    expect(second[0]).toBe(first[0]);
  });

  it("keeps what it knows when the folder cannot be read, and has no DAGs when there is none", async () => {
    rmSync(at("dags"), { recursive: true });
    expect(await seen()).toEqual([]);
    write("dags", "a file");
    await expect(dags.read()).rejects.toThrow("ENOTDIR");
  });
});

describe("FAULTS 6.5: whatever lies in dags/", () => {
  it("is a red DAG of its own with a clear sentence, and hangs nothing", async () => {
    write("dags/good.yaml", dag("good"));
    execFileSync("mkfifo", [at("dags/pipe.yaml")]);
    symlinkSync("/dev/zero", at("dags/endless.yaml"));
    symlinkSync("nowhere.yaml", at("dags/dangling.yaml"));
    symlinkSync("round.yaml", at("dags/round.yaml"));
    mkdirSync(at("dags/folder.yaml"));
    write("dags/huge.yaml", `# ${"x".repeat(5 * 1024 * 1024)}\n${dag("huge")}`);
    writeFileSync(at("dags/latin.yaml"), Buffer.from("id: caf\xe9\n", "latin1"));
    writeFileSync(at("dags/utf16.yaml"), Buffer.from(`\ufeff${dag("wide")}`, "utf16le"));
    write("dags/nul.yaml", `# a \0 comment\n${dag("nul")}`);
    write("dags/UPPER.YAML", dag("upper"));
    write("dags/.hidden.yaml", "id: [");
    const loaded = await dags.read();
    const told = Object.fromEntries(
      loaded.map(({ file, spec, diagnostics }) => [path.basename(file), spec?.id ?? diagnostics[0]?.message]),
    );
    const name = (file: string) => at(`dags/${file}`);
    expect(told).toEqual({
      "UPPER.YAML": "upper",
      "dangling.yaml": `There is no file ${name("dangling.yaml")}.`,
      "endless.yaml": `${name("endless.yaml")} is a device, not a file.`,
      "folder.yaml": `${name("folder.yaml")} is a folder, not a file.`,
      "good.yaml": "good",
      "huge.yaml": `${name("huge.yaml")} is larger than 5 MB.`,
      "latin.yaml": `${name("latin.yaml")} cannot be read: it is not text in UTF-8.`,
      "nul.yaml": "The file has a NUL character in it.",
      "pipe.yaml": `${name("pipe.yaml")} is a pipe, not a file.`,
      "round.yaml": `${name("round.yaml")} cannot be read: it is a link that leads back to itself.`,
      "utf16.yaml": `${name("utf16.yaml")} cannot be read: it is not text in UTF-8.`,
    });
  });

  it("neither do pipes in place of what a DAG file names", async () => {
    for (const name of ["base.yaml", "mine.js", "hook.js", "x.csv"]) execFileSync("mkfifo", [at(`dags/../${name}`)]);
    write(
      "dags/a.yaml",
      "id: a\nextends: ../base.yaml\nbacktest: { strategy: ../mine.js, data: { csv: ../x.csv } }\nafter_backtest: [../hook.js]\n",
    );
    const [loaded] = await dags.read();
    expect(loaded?.diagnostics.map(({ code, line }) => [code, line])).toEqual([
      ["FILE_NOT_REGULAR", 2],
      ["FILE_NOT_REGULAR", 3],
      ["FILE_NOT_REGULAR", 3],
      ["FILE_NOT_REGULAR", 4],
    ]);
  });

  it("and a module that is no strategy, throws anything, or declares nonsense is its own file's problem", async () => {
    write("dags/good.yaml", dag("good"));
    const modules = {
      nothing: "export default 5;",
      throws: `throw { toString() { throw new Error("x"); } };`,
      undefined: "throw undefined;",
      kind: `export default { name: "a", params: { mode: { kind: "choice", default: "a" } }, signals() {} };`,
      numbers: `export default { name: "a", params: { n: 20 }, signals() {} };`,
      hostile: `export default { name: "a", get params() { throw new Error("no"); }, signals() {} };`,
    };
    for (const [name, text] of Object.entries(modules)) {
      write(`dags/${name}.js`, text);
      write(
        `dags/${name}.yaml`,
        `id: ${name}\nbacktest: { strategy: ./${name}.js, data: { dataset: sp500 }, param_grid: { mode: [a], n: [1] } }\n`,
      );
    }
    const loaded = await dags.read();
    expect(loaded.filter(({ spec }) => spec !== null).map(({ spec }) => spec?.id)).toEqual(["good"]);
    for (const { spec, diagnostics } of loaded) expect(spec === null).toBe(diagnostics.length > 0);
  });
});

describe("FAULTS 6.3: two files, one id", () => {
  it("is an error at both places, each naming the other one's", async () => {
    write("dags/a.yaml", dag("twin"));
    write("dags/b.yaml", `# a comment\n${dag("twin")}`);
    write("dags/c.yaml", dag("single"));
    const loaded = await dags.read();
    expect(loaded.map(({ spec }) => spec?.id ?? null)).toEqual([null, null, "single"]);
    expect(loaded.flatMap(({ diagnostics }) => diagnostics)).toMatchObject([
      {
        code: "DAG_NAME_DUPLICATE",
        file: at("dags/a.yaml"),
        line: 1,
        message: `The id "twin" is given in ${at("dags/b.yaml")}:2 too.`,
      },
      {
        code: "DAG_NAME_DUPLICATE",
        file: at("dags/b.yaml"),
        line: 2,
        message: `The id "twin" is given in ${at("dags/a.yaml")}:1 too.`,
      },
    ]);
    write("dags/b.yaml", dag("other"));
    expect(await seen()).toEqual(["twin", "other", "single"]);
  });

  it("also of a file with other problems, through a link, and through what they have in common", async () => {
    write("dags/a.yaml", dag("twin", "nonsense: 1"));
    write("dags/b.yaml", dag("twin"));
    symlinkSync("b.yaml", at("dags/c.yaml"));
    expect(await seen()).toEqual(["a", "b", "c"].map((name) => `${name}.yaml: DAG_NAME_DUPLICATE`));
    for (const name of ["a", "b", "c"]) unlinkSync(at(`dags/${name}.yaml`));
    write("dags/defaults.yaml", dag("shared"));
    write("dags/d.yaml", "description: d");
    write("dags/e.yaml", "description: e");
    expect(await seen()).toEqual(["d.yaml: DAG_NAME_DUPLICATE", "e.yaml: DAG_NAME_DUPLICATE"]);
  });
});

describe("FAULTS 6.4: defaults.yml", () => {
  it("is read like defaults.yaml, and both are refused by name", async () => {
    write("dags/a.yaml", dag("a"));
    write("dags/defaults.yml", "backtest: { initial_capital: 777 }");
    const [loaded] = await dags.read();
    expect(loaded?.spec?.backtests[0]?.settings.initialCapital).toBe(777);
    write("dags/defaults.yaml", "description: both");
    const [both] = await dags.read();
    expect(both?.diagnostics).toMatchObject([
      { code: "DAG_KEY_CONFLICT", message: `${at("dags")} has both defaults.yaml and defaults.yml.` },
    ]);
  });

  it("is not passed over when it is a link that leads nowhere", async () => {
    write("dags/a.yaml", dag("a"));
    symlinkSync("gone.yaml", at("dags/defaults.yaml"));
    expect(await seen()).toEqual(["a.yaml: FILE_NOT_FOUND"]);
  });
});

describe("FAULTS 8.8: paths that leave the project (I11)", () => {
  const leaving = (strategy: string, csv: string, more = "") =>
    `id: a\n${more}\nbacktest: { strategy: ${strategy}, data: { csv: ${csv} } }\n`;
  let outside: string;
  beforeEach(() => {
    outside = mkdtempSync(path.join(os.tmpdir(), "nightgrid-outside-"));
    writeFileSync(path.join(outside, "mine.js"), STRATEGY(1));
    writeFileSync(path.join(outside, "x.csv"), "time,close\n");
    writeFileSync(path.join(outside, "base.yaml"), "timeout: 1h\n");
    symlinkSync(outside, at("link"));
  });
  afterEach(() => rmSync(outside, { recursive: true, force: true }));
  const codes = async () => (await dags.read())[0]?.diagnostics.map(({ code }) => code);

  it("are refused, by dots, by a link and by an absolute path", async () => {
    const dots = path.relative(at("dags"), outside);
    for (const way of [dots, "../link", outside]) {
      write(
        "dags/a.yaml",
        leaving(`${way}/mine.js`, `${way}/x.csv`, `extends: ${way}/base.yaml\nafter_backtest: [${way}/mine.js]`),
      );
      expect(await codes(), way).toEqual(Array.from({ length: 4 }, () => "FILE_OUTSIDE_PROJECT"));
    }
  });

  it("are allowed by NIGHTGRID_ALLOWED_FOLDERS, and below them alone", async () => {
    dags = openDagFolder({ home, env: { NIGHTGRID_ALLOWED_FOLDERS: `/nowhere:${outside}` } });
    write("dags/a.yaml", leaving("../link/mine.js", `${outside}/x.csv`, `extends: ${outside}/base.yaml`));
    expect(await codes()).toEqual([]);
    write("dags/a.yaml", leaving("../link/mine.js", "/etc/hostname"));
    expect(await codes()).toEqual(["FILE_OUTSIDE_PROJECT"]);
  });

  it("are fine when they lie in the DAG file's own folder, wherever that is", async () => {
    const { loadDagFiles } = await import("../../src/app/dag-folder.ts");
    writeFileSync(path.join(outside, "dag.yaml"), leaving("./mine.js", "./x.csv", "extends: ./base.yaml"));
    const [loaded] = await loadDagFiles([path.join(outside, "dag.yaml")], { home, env: {}, cwd: home });
    expect(loaded?.diagnostics).toEqual([]);
  });
});
