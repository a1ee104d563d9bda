import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dagText as dag, type FolderProject, folderProject } from "./support/folder-project.ts";

let project: FolderProject;
beforeEach(() => {
  project = folderProject();
});
afterEach(() => project.remove());

const at = (name: string) => project.at(name);
const write = (name: string, text: string) => project.write(name, text);
const seen = () => project.seen();

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
    write("dags/two\nlines.yaml", dag("lines"));
    const loaded = await project.dags.read();
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
      "two\nlines.yaml": "lines",
      "utf16.yaml": `${name("utf16.yaml")} cannot be read: it is not text in UTF-8.`,
    });
  });

  it("neither do pipes in place of what a DAG file names", async () => {
    for (const name of ["base.yaml", "mine.js", "hook.js", "x.csv"]) execFileSync("mkfifo", [at(`dags/../${name}`)]);
    write(
      "dags/a.yaml",
      "id: a\nextends: ../base.yaml\nbacktest: { strategy: ../mine.js, data: { csv: ../x.csv } }\nafter_backtest: [../hook.js]\n",
    );
    const [loaded] = await project.dags.read();
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
    const loaded = await project.dags.read();
    expect(loaded.filter(({ spec }) => spec !== null).map(({ spec }) => spec?.id)).toEqual(["good"]);
    for (const { spec, diagnostics } of loaded) expect(spec === null).toBe(diagnostics.length > 0);
  });
});

describe("FAULTS 6.3: two files, one id", () => {
  it("is an error at both places, each naming the other one's", async () => {
    write("dags/a.yaml", dag("twin"));
    write("dags/b.yaml", `# a comment\n${dag("twin")}`);
    write("dags/c.yaml", dag("single"));
    const loaded = await project.dags.read();
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
    const [loaded] = await project.dags.read();
    expect(loaded?.spec?.backtests[0]?.settings.initialCapital).toBe(777);
    write("dags/defaults.yaml", "description: both");
    const [both] = await project.dags.read();
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

describe("FAULTS 6.7, 6.11, 11.4: what every run would refuse is refused before one", () => {
  it("of the data: fields, symbols and bars that a dataset has not, each told", async () => {
    write(
      "dags/a.yaml",
      "id: a\nbacktest:\n  strategy: sma_cross\n  data:\n    dataset: sp500\n    columns: { opne: x }\n    symbols: [SPXX]\n    timeframe: 1h\n",
    );
    const [loaded] = await project.dags.read();
    expect(loaded?.diagnostics.map(({ message, line }) => [message, line])).toEqual([
      [`Dataset sp500: "opne" in columns is no field of a bar.`, 6],
      [`Dataset sp500 has no symbol "SPXX".`, 7],
      ["Dataset sp500 has no bars of 1h.", 8],
    ]);
  });

  it("of files: several symbols in one, and two symbols that share one", async () => {
    write("dags/x.csv", "time,close\n");
    write("dags/A_B.csv", "time,close\n");
    write("dags/a.yaml", "id: a\nbacktest: { strategy: momentum_rotation, data: { csv: ./x.csv, symbols: [A, B] } }\n");
    write(
      "dags/b.yaml",
      `id: b\nbacktest: { strategy: momentum_rotation, data: { csv: "./{symbol}.csv", symbols: [A/B, A_B] } }\n`,
    );
    write("dags/c.yaml", `id: c\nbacktest: { strategy: sma_cross, data: { csv: "./{symbol}.csv", symbols: [A/B] } }\n`);
    expect(await seen()).toEqual(["a.yaml: DATASET_INVALID", "b.yaml: DATASET_INVALID", "c"]);
  });
});
