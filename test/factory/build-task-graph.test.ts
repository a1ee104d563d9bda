import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildTaskGraph } from "../../src/factory/build-task-graph.ts";
import type { BacktestSpec, DagSpec } from "../../src/factory/dag-spec.ts";
import type { CallbackSpec } from "../../src/core/spec/callback-spec.ts";
import { loadExample } from "./support/load-text.ts";

const { spec: example } = await loadExample();

function callback(name: string): CallbackSpec {
  return { name, ref: { kind: "builtin", name }, options: {}, timeoutMs: 1000 };
}

function moduleCallback(exportName: string): CallbackSpec {
  return { ...callback("./x"), ref: { kind: "module", path: "/dags/callbacks/publish.ts", exportName } };
}

function dag(
  parts: Partial<Pick<DagSpec, "before" | "after">> & { backtests: Readonly<Record<string, readonly string[]>> },
): DagSpec {
  if (example === null || example.backtests[0] === undefined) throw new Error("the example is bad");
  const [block] = example.backtests;
  const backtests = Object.entries(parts.backtests).map(
    ([name, needs]): BacktestSpec => Object.assign({}, block, { name, needs }),
  );
  return { ...example, before: [], after: [], ...parts, backtests };
}

describe("buildTaskGraph", () => {
  it("runs callbacks before and after in sequence, the first after-callback when all backtests are done", () => {
    const { tasks } = buildTaskGraph(
      dag({
        before: [callback("check_data"), callback("check_data")],
        backtests: { late: ["early"], early: [] },
        after: [callback("rank"), callback("tearsheet")],
      }),
    );
    expect(tasks.map(({ key, needs, triggerRule }) => [key, needs, triggerRule])).toEqual([
      ["before.check_data", [], "all_success"],
      ["before.check_data.2", ["before.check_data"], "all_success"],
      ["early", ["before.check_data.2"], "all_success"],
      ["late", ["early"], "all_success"],
      ["after.rank", ["late", "early"], "all_done"],
      ["after.tearsheet", ["after.rank"], "all_done"],
    ]);
    expect(tasks.map(({ index }) => index)).toEqual([0, 1, 1, 0, 0, 1]);
  });

  it("names a module's callback by its export, or by its file", () => {
    const { tasks } = buildTaskGraph(
      dag({ before: [moduleCallback("send"), moduleCallback("default")], backtests: { a: [] } }),
    );
    expect(tasks.map(({ key }) => key)).toEqual(["before.send", "before.publish", "a"]);
  });

  it("is frozen to its leaves", () => {
    const { tasks } = buildTaskGraph(dag({ backtests: { a: [] } }));
    expect([Object.isFrozen(tasks), Object.isFrozen(tasks[0]), Object.isFrozen(tasks[0]?.needs)]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("is complete, unique and ordered for any needs", () => {
    fc.assert(
      fc.property(anyNeeds(), fc.nat(3), fc.nat(3), (backtests, befores, afters) => {
        const before = Array.from({ length: befores }, () => callback("check_data"));
        const after = Array.from({ length: afters }, () => callback("rank"));
        const { tasks } = buildTaskGraph(dag({ before, backtests, after }));
        const keys = tasks.map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys).toHaveLength(befores + Object.keys(backtests).length + afters);
        for (const [position, task] of tasks.entries()) {
          for (const need of task.needs) expect(keys.slice(0, position)).toContain(need);
        }
      }),
    );
  });
});

/** Blocks need only blocks of a lower number, and are then written in any order: acyclic by construction. */
function anyNeeds(): fc.Arbitrary<Readonly<Record<string, readonly string[]>>> {
  return fc
    .array(fc.array(fc.nat(20), { maxLength: 4 }), { minLength: 1, maxLength: 8 })
    .map((picks) =>
      picks.map((pick, i): [string, string[]] => [
        `b${i}`,
        i === 0 ? [] : Array.from(new Set(pick.map((n) => n % i)), (n) => `b${n}`),
      ]),
    )
    .chain((blocks) => fc.shuffledSubarray(blocks, { minLength: blocks.length }))
    .map((blocks) => Object.fromEntries(blocks));
}
