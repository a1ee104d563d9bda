import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { startCommand } from "../../support/commands/running-command.ts";
import { scaffold } from "../../../src/cli/project/scaffold.ts";

const STARTERS = ["init", "init-python"] as const;
const newFolder = () => mkdtempSync(path.join(os.tmpdir(), "nightgrid-init-"));

describe.each(STARTERS)("the starter %s", (starter) => {
  it("has VS Code apply the schema to the DAG files", async () => {
    const cwd = newFolder();
    const { created } = await scaffold(".", { cwd, starter });
    expect(created).toContain(".vscode/settings.json");
    const settings = JSON.parse(readFileSync(path.join(cwd, ".vscode/settings.json"), "utf8"));
    const [[schema, files]] = Object.entries(settings["yaml.schemas"]) as [[string, string[]]];
    expect(JSON.parse(readFileSync(path.join(cwd, schema), "utf8"))).toHaveProperty("properties.backtest");
    expect(files).toEqual(["dags/*.yaml", "dags/*.yml"]);
  });

  it("keeps settings that are there", async () => {
    const cwd = newFolder();
    mkdirSync(path.join(cwd, ".vscode"));
    writeFileSync(path.join(cwd, ".vscode/settings.json"), "// mine\n");
    const { kept } = await scaffold(".", { cwd, starter });
    expect(kept).toContain(".vscode/settings.json");
    expect(readFileSync(path.join(cwd, ".vscode/settings.json"), "utf8")).toBe("// mine\n");
  });
});

it("a project is warned of a NIGHTGRID_HOME that is another folder, and of none that is its own", async () => {
  const cwd = newFolder();
  const stderrWith = async (home: string) => {
    const command = startCommand(["init", "mine"], { cwd, env: { PATH: process.env["PATH"], NIGHTGRID_HOME: home } });
    return (await command.ended).stderr;
  };
  expect(await stderrWith("elsewhere")).toMatch(/^warning: NIGHTGRID_HOME is elsewhere: all other commands work there/);
  expect(await stderrWith(path.join(cwd, "mine"))).toBe("");
}, 60_000);
