import { describe, expect, it } from "vitest";
import { readDeclaredSource } from "../../../../src/data/sources/declared/read-declared-source.ts";

const read = (text: string) => readDeclaredSource(text, { file: "sources/x.yaml", name: "x" });
const URL_LINE = "url: https://prices.example.com/{symbol}";
const QUERY = "query: select * from prices where ticker = $symbol order by day\nconnection: DESK_DATABASE_URL";

describe("a declaration", () => {
  it("is http by its url, and sql by its query", () => {
    expect(read(URL_LINE)).toMatchObject({
      kind: "http",
      name: "http:x",
      timeframes: { "1d": "1d" },
      callsPerMinute: 60,
    });
    expect(read(QUERY)).toMatchObject({
      kind: "sql",
      name: "sql:x",
      connection: "DESK_DATABASE_URL",
      timeoutMs: 60_000,
    });
    expect(read(QUERY.replace("DESK_DATABASE_URL", '"${env:DESK_DATABASE_URL}"'))).toMatchObject({
      connection: "DESK_DATABASE_URL",
    });
  });

  it.each([
    ["neither", "description: x", "neither"],
    ["both", `${URL_LINE}\n${QUERY}`, "both"],
    ["a misspelt key", `${URL_LINE}\ncolums: { time: t }`, 'Did you mean "columns"'],
    ["a key of the other kind", `${URL_LINE}\nconnection: X`, "unknown key"],
    ["a field that no bar has", `${URL_LINE}\ncolumns: { cloze: c }`, "cloze"],
    ["a way of writing dates without a day", `${URL_LINE}\ndate_format: YYYY`, "lacks"],
    ["a zone that is none", `${URL_LINE}\ntimezone: Mars/Olympus`, "timezone"],
    ["a placeholder that is none", "url: https://a.example/{sybol}", "{sybol}"],
    ["a placeholder in the host", "url: https://{symbol}.example.com/x", "host"],
    ["a placeholder that ends the host", "url: https://a.example{symbol}", "host"],
    ["a login in the address", "url: https://u:p@a.example/{symbol}", "login"],
    ["a file", "url: file:///etc/{symbol}", "http://"],
    ["a fragment", "url: https://a.example/{symbol}#x", "#"],
    ["a header of the connection", `${URL_LINE}\nheaders: { Host: x }`, "Host"],
    ["a header that is none", `${URL_LINE}\nheaders: { "a b": x }`, "a b"],
    ["a span that is none", `${URL_LINE}\nspan: soon`, "span"],
    ["a count that is none", `${URL_LINE}\ncalls_per_minute: 0`, "calls_per_minute"],
    ["a query without the symbol", "query: select 1\nconnection: X", "$symbol"],
    ["a query that writes", "query: delete from p where s = $symbol\nconnection: X", "begin with select"],
    ["two statements", "query: select $symbol; drop table x\nconnection: X", "one statement"],
    ["a parameter that is none", "query: select $symbol, $form\nconnection: X", "$form"],
    ["aliases", `a: &a [x]\n${URL_LINE}\nheader: *a`, "sources/x.yaml"],
    ["a list", "- a", "no keys"],
    ["no YAML", "url: [", "sources/x.yaml"],
    ["a key of a prototype", `${URL_LINE}\n__proto__: { url: x }`, "__proto__"],
  ])("with %s is refused by name", (_, text, part) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code: "SOURCE_INVALID", message: expect.stringContaining(part) }),
    );
  });

  it("that holds an address of a database is refused without repeating it", () => {
    const text = QUERY.replace("DESK_DATABASE_URL", "postgres://me:hunter2@db/x");
    expect(() => read(text)).toThrow(expect.objectContaining({ message: expect.not.stringContaining("hunter2") }));
  });
});
