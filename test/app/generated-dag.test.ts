import fc from "fast-check";
import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { generatedDag } from "../../src/app/dags/generated-dag.ts";
import { lazyUserCode } from "../../src/app/user/lazy-user-code.ts";

const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-generated-"));
const env = { SECRET: "hush", a: "b" };
const context = { home, env, userCode: lazyUserCode({ home, env }) };
const file = path.join(home, "some.yaml");
const script = path.join(home, "a.sh");
writeFileSync(script, "exit 0\n");

async function paramOf(text: string): Promise<unknown> {
  const { spec } = await generatedDag({ id: "a", backtest: { script, params: { text } } }, file, context);
  return spec.backtests[0]?.params["text"];
}

it("any text of a request is that text in the DAG", async () => {
  const pieces = fc.constantFrom(
    "$",
    "{",
    "}",
    "${env:SECRET}",
    "${secret:a}",
    "$$",
    "env:a",
    ":-",
    "\n",
    "'",
    '"',
    "#",
    "é",
    " ",
  );
  const texts = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 40 }),
    fc.array(pieces, { maxLength: 12 }).map((all) => all.join("")),
  );
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      expect(await paramOf(text)).toBe(text);
    }),
    { numRuns: 300 },
  );
}, 60_000);

it.each([
  '${secret:a}\n \n"$$env:a${secret:a}',
  "yes",
  "007",
  "1e3",
  "null",
  "~",
  "2020-01-01",
  "09:20",
  "*a",
  "&a",
  "!!int 3",
  "- a",
  "[a",
  "{a: b}",
  "<<",
])("the text %s stays a text", async (text) => expect(await paramOf(text)).toBe(text));

it("the first problem is told with its code", async () => {
  await expect(generatedDag({ id: "a", backtest: { script: path.join(home, "b.sh") } }, file, context)).rejects.toThrow(
    expect.objectContaining({ code: "FILE_NOT_FOUND" }),
  );
});
