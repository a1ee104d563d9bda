import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FolderProject, folderProject, strategyText } from "./support/folder-project.ts";

let project: FolderProject;
beforeEach(() => {
  project = folderProject();
});
afterEach(() => project.remove());

const at = (name: string) => project.at(name);
const write = (name: string, text: string) => project.write(name, text);

describe("FAULTS 8.8: paths that leave the project (I11)", () => {
  const leaving = (strategy: string, csv: string, more = "") =>
    `id: a\n${more}\nbacktest: { strategy: ${strategy}, data: { csv: ${csv} } }\n`;
  let outside: string;
  beforeEach(() => {
    outside = mkdtempSync(path.join(os.tmpdir(), "nightgrid-outside-"));
    writeFileSync(path.join(outside, "mine.js"), strategyText(1));
    writeFileSync(path.join(outside, "x.csv"), "time,close\n");
    writeFileSync(path.join(outside, "base.yaml"), "timeout: 1h\n");
    symlinkSync(outside, at("link"));
  });
  afterEach(() => rmSync(outside, { recursive: true, force: true }));
  const codes = async () => (await project.dags.read())[0]?.diagnostics.map(({ code }) => code);

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
    await project.remove();
    project = folderProject({ NIGHTGRID_ALLOWED_FOLDERS: `/nowhere:${outside}` });
    symlinkSync(outside, at("link"));
    write("dags/a.yaml", leaving("../link/mine.js", `${outside}/x.csv`, `extends: ${outside}/base.yaml`));
    expect(await codes()).toEqual([]);
    write("dags/a.yaml", leaving("../link/mine.js", "/etc/hostname"));
    expect(await codes()).toEqual(["FILE_OUTSIDE_PROJECT"]);
  });

  it("are fine in dags/ when dags/ itself is a link", async () => {
    rmSync(at("dags"), { recursive: true });
    symlinkSync(outside, at("dags"));
    write("dags/a.yaml", leaving("./mine.js", "./x.csv", "extends: ./base.yaml"));
    expect(await codes()).toEqual([]);
  });

  it("are fine when they lie in the DAG file's own folder, wherever that is", async () => {
    const { loadDagFiles } = await import("../../src/app/dags/dag-folder.ts");
    writeFileSync(path.join(outside, "dag.yaml"), leaving("./mine.js", "./x.csv", "extends: ./base.yaml"));
    const [loaded] = await loadDagFiles([path.join(outside, "dag.yaml")], { ...project.context, cwd: at(".") });
    expect(loaded?.diagnostics).toEqual([]);
  });
});
