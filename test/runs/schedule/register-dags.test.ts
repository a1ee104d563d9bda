import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { registerDags } from "../../../src/runs/schedule/register-dags.ts";
import { tickDag } from "../../../src/runs/schedule/tick-dag.ts";
import { listDags } from "../../../src/store/run/dags.ts";
import { loadedFile } from "../../support/loaded-dag.ts";
import { scheduled } from "../../support/scheduled-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

describe("FAULTS 6.1, 6.3: what one file holds reaches no other", () => {
  let project: TestProject;
  let now = new Date("2026-05-05T05:00:30Z");
  beforeEach(async () => {
    now = new Date("2026-05-05T05:00:30Z");
    project = await createTestProject();
  });
  afterEach(() => project[Symbol.asyncDispose]());

  const deps = () => ({ ...project.deps, clock: { now: () => now } });
  const file = (name: string, over: Parameters<typeof loadedFile>[1] = {}) => loadedFile(`/dags/${name}`, over);
  const good = (name: string, id: string) => file(name, { text: id, spec: scheduled({}, id) });
  const take = (...loaded: ReturnType<typeof file>[]) => registerDags({ loaded, folder: "/dags" }, deps());
  const states = async () =>
    (await listDags(project.deps.database)).map(({ id, state, file: at }) => [id, state, at.slice("/dags/".length)]);

  it("a bad file that is named like the id of another one does not take its id", async () => {
    await take(file("b.yaml"), good("x.yaml", "b"));
    expect(await states()).toEqual([
      ["b", "ok", "x.yaml"],
      ["b (b.yaml)", "error", "b.yaml"],
    ]);
  });

  it("a problem whose text no database takes turns its own DAG red, and is shown", async () => {
    const problem = { severity: "error", code: "YAML_LIMIT", hint: null, file: "/dags/a.yaml", path: "" } as const;
    const excerpt = "a\u0000b \ud83d";
    const diagnostics = [{ ...problem, message: "A NUL \u0000.", excerpt, line: 1, column: 1, endColumn: 2 }];
    await take(file("a.yaml", { diagnostics }), good("b.yaml", "b"));
    expect(await states()).toEqual([
      ["a", "error", "a.yaml"],
      ["b", "ok", "b.yaml"],
    ]);
    const [dag] = await listDags(project.deps.database);
    expect(dag?.error).toMatchObject([{ message: "A NUL \ufffd.", excerpt: "a\ufffdb \ufffd" }]);
  });

  it("a version that cannot be stored turns its own DAG red", async () => {
    const { database } = project.deps;
    await database.query("alter table dag_version add constraint refuse_a check (dag_id <> 'a')");
    await take(good("a.yaml", "a"), good("b.yaml", "b"));
    await database.query("alter table dag_version drop constraint refuse_a");
    expect(await states()).toEqual([
      ["a", "error", "a.yaml"],
      ["b", "ok", "b.yaml"],
    ]);
  });

  it("a second file with the id of a scheduled one leaves its last good version going", async () => {
    await take(good("a.yaml", "twice"));
    await take(file("a.yaml"), file("b.yaml"));
    expect(await states()).toEqual([
      ["b", "error", "b.yaml"],
      ["twice", "error", "a.yaml"],
    ]);
    now = new Date("2026-05-05T05:01:10Z");
    const dag = (await listDags(project.deps.database)).find(({ id }) => id === "twice");
    if (dag === undefined) throw new Error("It is gone");
    expect(await tickDag(dag, deps())).toMatchObject([{ outcome: "started" }]);
  });

  it("an id that its file has given up loses its schedule", async () => {
    await take(good("a.yaml", "old"));
    await take(good("a.yaml", "new"));
    expect(await states()).toEqual([
      ["new", "ok", "a.yaml"],
      ["old", "removed", "a.yaml"],
    ]);
  });

  it("a DAG of another folder keeps its state, whatever a bad file here is named", async () => {
    await registerDags(
      { loaded: [loadedFile("/other/a.yaml", { text: "a", spec: scheduled({}, "a") })], folder: "/other" },
      deps(),
    );
    await take(file("a.yaml"));
    expect((await listDags(project.deps.database)).map(({ id, state }) => [id, state])).toEqual([
      ["a", "ok"],
      ["a (a.yaml)", "error"],
    ]);
  });
});
