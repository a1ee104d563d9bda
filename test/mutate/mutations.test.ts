import { describe, expect, it } from "vitest";
import { applyMutation, type Mutation } from "./mutation.ts";
import { mutationsOf } from "./mutations-of.ts";
import { sampleOf } from "./sample-of.ts";

function changed(source: string, only?: Mutation["language"]): readonly string[] {
  return mutationsOf("a.ts", source)
    .filter(({ language }) => only === undefined || language === only)
    .map((mutation) => applyMutation(source, mutation));
}

describe("mutations", () => {
  it("turn conditions, borders, sums, truths, and leave statements and awaits out", () => {
    expect(changed("if (a < 1) b();")).toEqual([
      "if (!(a < 1)) b();",
      "if (a <= 1) b();",
      "if (a < 0) b();",
      "if (a < 1) ;",
    ]);
    expect(changed("x = await f(a + b, true);")).toEqual([
      ";",
      "x = f(a + b, true);",
      "x = await f(a - b, true);",
      "x = await f(a + b, false);",
    ]);
  });

  it("leave types, imports and what is said to people alone", () => {
    expect(changed('import { a } from "b";\ntype C = 0 | 1;\nlog.warn("x");')).toEqual([]);
  });

  it("leave each condition of a statement out by itself, and keep the place of a value that nothing else asks for", () => {
    const sql = "q(`update task set state = 'x' where id = $1 and state = $2 and not held returning id`);";
    const guards = mutationsOf("a.ts", sql).filter(({ kind }) => kind === "drop the guard");
    expect(guards.map((mutation) => applyMutation(sql, mutation).slice(sql.indexOf("where"), -3))).toEqual([
      "where (true or $1::text is null) and state = $2 and not held returning id",
      "where id = $1 and (true or $2::text is null) and not held returning id",
      "where id = $1 and state = $2 and (true) returning id",
    ]);
  });

  it("never write `<>` where a value is set", () => {
    const sql = "q(`update task set state = 'x', kills = 2 where id = $1 for update`);";
    expect(changed(sql, "sql").filter((text) => /set state <>|kills <>/.test(text))).toEqual([]);
  });

  it("turn locks, nulls, extremes and borders of SQL, also between `${…}`", () => {
    const sql = "q(`select ${a} from b where c is null and d <= ${e} limit 1 for update skip locked`);";
    const texts = changed(sql, "sql").join("\n");
    for (const expected of ["c is not null", "d < ${e}", "limit 0", "limit 1 `", "for update`"])
      expect(texts).toContain(expected);
  });

  it("are drawn by the seed alone", () => {
    const all = Array.from({ length: 50 }, (_, index) => index);
    expect(sampleOf(all, 5, 8)).toEqual(sampleOf(all, 50, 8).slice(0, 5));
    expect(sampleOf(all, 50, 8)).not.toEqual(sampleOf(all, 50, 9));
    expect(sampleOf(all, 50, 8).toSorted((a, b) => a - b)).toEqual(all);
  });
});
