import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { AppError, messageOf } from "../../../src/core/errors/app-error.ts";

describe("FAULTS 9: whatever is thrown is shown readably", () => {
  it.each<[thrown: unknown, shown: string]>([
    [new Error("no data"), "no data"],
    [new AppError("USAGE", "no such option"), "no such option"],
    ["a text", "a text"],
    ["", "an empty text was thrown"],
    [{ a: 1 }, "{ a: 1 }"],
    [{ message: "from a service", status: 503 }, "{ message: 'from a service', status: 503 }"],
    [[1, 2], "[ 1, 2 ]"],
    [null, "null"],
    [undefined, "undefined"],
    [42, "42"],
    [Symbol("late"), "Symbol(late)"],
    [Object.create(null), "[Object: null prototype] {}"],
    [new Error(), "Error"],
    [new RangeError(), "RangeError"],
    [new AggregateError([new Error("IPv4 refused"), new Error("IPv6 refused")]), "IPv4 refused; IPv6 refused"],
    [Object.assign(new Error(), { message: { code: 7 } }), "{ code: 7 }"],
  ])("%o", (thrown, shown) => {
    expect(messageOf(thrown)).toBe(shown);
  });

  it("the error of another realm is one", () => {
    expect(messageOf(runInNewContext("new TypeError('over there')"))).toContain("over there");
  });

  it("nothing in it is run but the getters of an error, and none of them can end us", () => {
    const hostile = {
      [Symbol.toPrimitive]: () => {
        throw new Error("toPrimitive ran");
      },
      toString: () => {
        throw new Error("toString ran");
      },
      [Symbol.for("nodejs.util.inspect.custom")]: () => {
        throw new Error("inspect ran");
      },
    };
    expect(messageOf(hostile)).toContain("toString");
    class Nasty extends Error {
      override get message(): string {
        throw new Error("getter ran");
      }
    }
    expect(messageOf(new Nasty())).toBe("a value was thrown that cannot be shown");
    const trap = { get: () => expect.unreachable("a trap ran") };
    expect(messageOf(new Proxy({ a: 1 }, trap))).toBe("{ a: 1 }");
  });

  it("is bounded, and well-formed where it was cut", () => {
    for (const thrown of [
      new Error("x".repeat(5e6)),
      "🚀".repeat(1e6),
      { text: "y".repeat(5e6), list: Array(1e6).fill(1) },
    ]) {
      const text = messageOf(thrown);
      expect(text.length).toBeLessThan(10_100);
      expect(text.isWellFormed()).toBe(true);
    }
    expect(messageOf(`x${"🚀".repeat(1e4)}`)).toMatch(/ … \(20,001 characters\)$/);
  });
});
