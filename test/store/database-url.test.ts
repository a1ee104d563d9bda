import { describe, expect, it } from "vitest";
import { connect } from "../../src/store/connection/connect.ts";
import { maskDatabaseUrl } from "../../src/store/connection/database-url.ts";

describe("FAULTS 8.4: the password of a database URL is never shown", () => {
  it.each([
    ["postgres://u:secret@h/db", "postgres://u:***@h/db"],
    ["postgres://u:sec/ret@h/db", "postgres://u:***@h/db"],
    ["postgres://u:se?c#r:e@t@h/db", "postgres://u:***@h/db"],
    ["postgres://a/b:secret@h/db", "postgres://a/b:***@h/db"],
    ["postgres:u:secret@h/db", "postgres:u:***@h/db"],
    ["u:secret@h/db", "u:***@h/db"],
    ["postgres://h/db?user=u&password=secret&sslmode=require", "postgres://h/db?user=u&password=***&sslmode=require"],
    ["postgres://h:5432/db", "postgres://h:5432/db"],
  ])("%s", (url, shown) => expect(maskDatabaseUrl(url)).toBe(shown));
});

describe("FAULTS 8.4: no piece of a password is taken for a host and named", () => {
  it.each(["u:se/cret@h", "u:12/cret@h", "u:1?cret@h", "u:a#cret@h", "u:p@ss/cret@h"])("%s", async (login) => {
    await expect(connect({ url: `postgres://${login}/db` })).rejects.toMatchObject({
      code: "DB_UNREACHABLE",
      message: "The database URL postgres://u:***@h/db cannot be read.",
    });
  });
});
