import fc from "fast-check";
import { expect, it } from "vitest";
import { boundQuery, queryProblem } from "../../../../src/data/sources/declared/query-parameters.ts";

it("names become parameters with a type, each once", () => {
  expect(boundQuery("select * from p where s = $symbol and t >= $from and t < $to and x = $symbol;\n;")).toEqual({
    text: "select * from p where s = $1::text and t >= $2::timestamptz and t < $3::timestamptz and x = $1::text\n",
    parameters: ["symbol", "from", "to"],
  });
});

it.each([
  "'$symbol'",
  "'it''s $symbol'",
  String.raw`E'a\'$symbol'`,
  '"$symbol"',
  '"a""$symbol"',
  "-- $symbol\n",
  "/* $symbol /* $from */ $to */",
  "$$ $symbol $$",
  "$tag$ $symbol $$ $tag$",
  "a$symbol",
])("%s is no parameter", (opaque) => {
  expect(boundQuery(`select ${opaque}, 1`).text).toBe(`select ${opaque}, 1`);
  expect(queryProblem(`select ${opaque}, 1`)).toContain("$symbol");
});

it("takes any text apart and puts it together again", () => {
  const part = fc.constantFrom("'", '"', "$", "$$", "a", "--", "/*", "*/", "\n", "\\", "E'", "$a$", " ", "é", "1", ".");
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const text = parts.join("");
      expect(boundQuery(text).text).toBe(text);
    }),
  );
});
