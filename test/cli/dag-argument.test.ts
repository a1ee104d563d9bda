import { describe, expect, it } from "vitest";
import { createCliProject } from "./support/nightgrid.ts";

const project = await createCliProject();
const DAG = (id: string) => `${id}backtest: { strategy: buy_and_hold, data: { dataset: sp500 } }\n`;

project.write("dags/first.yaml", DAG("id: nightly\n"));
project.write("dags/unnamed.yml", DAG(""));
project.write("dags/bad.yaml", `id: broken\nbacktest: { strategy: nothing }\n`);
project.write("dags/twin-a.yaml", DAG("id: twin\n"));
project.write("dags/twin-b.yaml", DAG("id: twin\n"));
project.write("dags/nightly_2.yaml", DAG("id: elsewhere\n"));
project.write("nightly_2", DAG("id: by_path\n"));

describe("FAULTS 9: a DAG is named by its file or its id", () => {
  it.each([
    ["an id", "nightly", "nightly"],
    ["a path", "dags/first.yaml", "nightly"],
    ["a file before an id", "nightly_2", "by_path"],
  ])("%s", { timeout: 60_000 }, async (_, dag, id) => {
    expect(await project.json("plan", ["plan", dag])).toMatchObject({ code: 0, document: { dag: id } });
  });

  it("every command that takes a DAG takes both", { timeout: 60_000 }, async () => {
    for (const args of [["run"], ["explain"], ["check", "lookahead"]] as const) {
      expect(await project.run([...args, "nightly"])).toMatchObject({ code: 0 });
    }
    const { code, document } = await project.json("validation", [
      "validate",
      "nightly",
      "dags/unnamed.yml",
      "broken",
      "nowhere",
    ]);
    const found = document.files.map(({ id, valid }) => [id, valid]);
    expect([code, found]).toEqual([
      3,
      [
        ["nightly", true],
        [null, false],
        [null, false],
        [null, false],
      ],
    ]);
  });

  it("a place in it that there is not is said, with what may have been meant", { timeout: 60_000 }, async () => {
    expect(await project.run(["explain", "nightly", "backtset"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has no value at "backtset".\nhint: Did you mean "backtest"?'),
    });
  });

  it.each([
    ["nightli", "DAG_NOT_FOUND", 'Did you mean "nightly"?'],
    ["first.yaml", "DAG_NOT_FOUND", 'Did you mean "dags/first.yaml"?'],
    ["zzz", "DAG_NOT_FOUND", "`nightgrid dags` lists"],
    ["dags", "DAG_NOT_FOUND", "Name one of its files"],
    ["../", "DAG_NOT_FOUND", "Name one of its files"],
    ["dags/none.yaml", "DAG_NOT_FOUND", "nightgrid dags"],
    ["broken", "DAG_INVALID", ""],
    ["unnamed", "DAG_INVALID", ""],
    ["twin", "USAGE", "Name the file."],
  ])("%s: %s", { timeout: 60_000 }, async (dag, code, hint) => {
    const { document } = await project.json("failure", ["plan", dag]);
    expect(document.error).toMatchObject({ code });
    expect(document.error.hint ?? "").toContain(hint);
  });
});
