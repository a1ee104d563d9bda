import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildUi } from "./support/built-ui.ts";

/** What SERVICE.md allows, bytes after gzip. */
const BUDGET = 130_000;

let built: Awaited<ReturnType<typeof buildUi>>;
let page = "";
beforeAll(async () => {
  built = await buildUi();
  page = readFileSync(path.join(built.folder, "index.html"), "utf8");
});
afterAll(() => built[Symbol.asyncDispose]());

function sizeOf(name: string): number {
  return gzipSync(readFileSync(path.join(built.folder, name)), { level: 9 }).length;
}

describe("the built pages", () => {
  it("need no more than 130 kB to show the first screen", () => {
    const first = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1] ?? "");
    expect(first.some((name) => name.endsWith(".js"))).toBe(true);
    expect(first.some((name) => name.endsWith(".css"))).toBe(true);
    expect(first.reduce((sum, name) => sum + sizeOf(name), 0)).toBeLessThanOrEqual(BUDGET);
  });

  it("read at most 130 kB at a time afterwards", () => {
    const large = readdirSync(path.join(built.folder, "assets")).filter((name) => sizeOf(`assets/${name}`) > BUDGET);
    expect(large).toEqual([]);
  });

  it("have no script and no style of their own in the page, which the policy would block", () => {
    expect(page).not.toMatch(/<style|<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=/);
    expect(page).not.toMatch(/<base/);
  });

  it("name each other relatively, so that they can be served below any path", () => {
    for (const name of readdirSync(path.join(built.folder, "assets")).filter((file) => file.endsWith(".js"))) {
      expect(readFileSync(path.join(built.folder, "assets", name), "utf8")).not.toMatch(/["'`]\/assets\//);
    }
  });
});
