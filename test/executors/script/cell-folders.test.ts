import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { scriptProject } from "./support/script-project.ts";

const project = scriptProject();
afterAll(() => project.executor.close());
const run = (name: string): string => path.join(project.home, "results", name);

describe("I7: the files of a cell appear whole or not at all", () => {
  it("nothing is left of one that was stopped", async () => {
    const stop = new AbortController();
    const file = project.write("stopped.sh", `touch "${project.home}/begun"; sleep 100`);
    const runId = "20260213_000000_00000000";
    const running = project.run(file, { cells: [{}], runId, signal: stop.signal, resources: { graceMs: 0 } });
    const failed = expect(running).rejects.toThrow("enough");
    while (!existsSync(path.join(project.home, "begun"))) await new Promise(setImmediate);
    stop.abort(new Error("enough"));
    await failed;
    expect(readdirSync(run(`run_${runId}`))).toEqual([]);
  });

  it("nothing is left of those that had ended when a later one of their range was stopped", async () => {
    const stop = new AbortController();
    const file = project.write("range.sh", `[ "$2" = 2 ] && touch "${project.home}/second" && sleep 100; exit 0`);
    const runId = "20260217_000000_00000000";
    const cells = [{ a: 1 }, { a: 2 }, { a: 3 }];
    const running = project.run(file, { cells, runId, signal: stop.signal, resources: { graceMs: 0 } });
    const failed = expect(running).rejects.toThrow("enough");
    while (!existsSync(path.join(project.home, "second"))) await new Promise(setImmediate);
    expect(readdirSync(run(`run_${runId}`)).every((name) => name.includes(".running-"))).toBe(true);
    stop.abort(new Error("enough"));
    await failed;
    expect(readdirSync(run(`run_${runId}`))).toEqual([]);
  });

  it("those that have ended when the worker is to end have their place, and no other cell has begun", async () => {
    const draining = new AbortController();
    const begun = path.join(project.home, "cell-begun");
    const file = project.write("draining.sh", `touch "${begun}"; while [ ! -e "${begun}-let" ]; do sleep 0.02; done`);
    const runId = "20260218_000000_00000000";
    const running = project.run(file, { cells: [{ a: 1 }, { a: 2 }], runId, until: draining.signal });
    while (!existsSync(begun)) await new Promise(setImmediate);
    draining.abort();
    writeFileSync(`${begun}-let`, "");
    expect((await running).computed).toBe(1);
    expect(readdirSync(run(`run_${runId}`))).toEqual(["cell_0"]);
  });

  it("a log that its script has removed, or put a pipe in the place of, is none, and nobody waits for it", async () => {
    const runId = "20260219_000000_00000000";
    const text = `cd "$BACKTEST_OUTPUT_DIR"; rm execution.log; [ "$2" = 1 ] && mkfifo execution.log; sleep 0.1; exit 5`;
    const columns = await project.run(project.write("piped.sh", text), { cells: [{ a: 0 }, { a: 1 }], runId });
    const message = "The script ended with exit code 5. It printed nothing.";
    expect(columns.failures.map((failed) => failed.message)).toEqual([message, message]);
  });

  it("a cell that spoils its own folder fails alone, or not at all", async () => {
    const runId = "20260220_000000_00000000";
    const outside = path.join(project.home, "spoiled");
    mkdirSync(outside);
    const text = `case $2 in
      removed) rm -rf "$BACKTEST_OUTPUT_DIR";;
      linked) rm -rf "$BACKTEST_OUTPUT_DIR"; ln -s "${outside}" "$BACKTEST_OUTPUT_DIR";;
      failed) rm -rf "$BACKTEST_OUTPUT_DIR"; exit 9;;
      closed) mkdir "$BACKTEST_OUTPUT_DIR/in"; chmod 0 "$BACKTEST_OUTPUT_DIR/in" "$BACKTEST_OUTPUT_DIR";;
      folder) mkdir "$BACKTEST_OUTPUT_DIR/nightgrid.json"; : > "$BACKTEST_OUTPUT_DIR/nightgrid.json/x";;
      pipe) mkfifo "$BACKTEST_OUTPUT_DIR/nightgrid.json";;
      link) ln -s "${outside}/record" "$BACKTEST_OUTPUT_DIR/nightgrid.json";;
    esac`;
    const ways = ["removed", "linked", "failed", "closed", "folder", "pipe", "link", "nothing"];
    const cells = ways.map((way) => ({ way }));
    const { failures } = await project.run(project.write("spoil.sh", text), { cells, runId });
    const removed = "The script removed its output folder, or put something else in its place.";
    expect(failures.map(({ index, message }) => [ways[index], message])).toEqual([
      ["removed", removed],
      ["linked", removed],
      ["failed", "The script ended with exit code 9. It printed nothing."],
    ]);
    expect(readdirSync(outside)).toEqual([]);
    for (const cell of cells.keys())
      expect(JSON.parse(project.read(`cell_${cell}/nightgrid.json`, runId)).cell).toBe(cell);
  });

  it("I2: one whose cell was taken over meanwhile puts nothing in the place of the other's", async () => {
    const runId = "20260214_000000_00000000";
    await project.run(project.write("first.sh", "echo first"), { cells: [{}], runId });
    const second = project.write("second.sh", "echo second");
    const taken = { cells: [{}, {}], runId, isHeld: async () => false };
    await expect(project.run(second, taken)).rejects.toThrow("taken over");
    expect([readdirSync(run(`run_${runId}`)), project.read("cell_0/execution.log", runId)]).toEqual([
      ["cell_0"],
      "first\n",
    ]);
  });

  it("a later try replaces an earlier one, and what a killed worker of this host has left goes too", async () => {
    const runId = "20260215_000000_00000000";
    await project.run(project.write("bad.sh", 'touch "$BACKTEST_OUTPUT_DIR/old"; exit 1'), { cells: [{}], runId });
    const abandoned = "cell_0.running-999999-1-00000000-0000-0000-0000-000000000000";
    mkdirSync(run(`run_${runId}/${abandoned}`));
    await project.run(project.write("better.sh", "echo better"), { cells: [{}], runId });
    expect(readdirSync(run(`run_${runId}`))).toEqual(["cell_0"]);
    expect(readdirSync(run(`run_${runId}/cell_0`)).sort()).toEqual(["execution.log", "nightgrid.json"]);
  });

  it("a link in its folder is removed as a link", async () => {
    const runId = "20260216_000000_00000000";
    const outside = path.join(project.home, "outside");
    mkdirSync(outside);
    writeFileSync(path.join(outside, "kept"), "");
    await project.run(project.write("l.sh", `ln -s "${outside}" "$BACKTEST_OUTPUT_DIR/link"`), { cells: [{}], runId });
    await project.run(project.write("m.sh", "true"), { cells: [{}], runId });
    symlinkSync(outside, path.join(project.home, "to-outside"));
    expect(readdirSync(outside)).toEqual(["kept"]);
  });
});
