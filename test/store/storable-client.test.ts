import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storableText } from "../../src/core/text/storable-text.ts";
import { textArray } from "../../src/store/binary-array.ts";
import { jsonText } from "../../src/store/connection/storable-client.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const anyText = fc.string({ unit: fc.oneof(fc.constantFrom("\0", "\ud83d", "\ude80", "🚀", "\\u0000"), fc.string()) });

describe("FAULTS 2: no parameter is refused for its characters", () => {
  it("stores any text: alone, in an array, packed, as JSON, in a prepared statement", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const { rows } = await database.pool.query({
          name: "any-text",
          text: "select $1::text as alone, $2::text[] as list, $3::text[] as packed, $4::jsonb as json, $5::jsonb as object",
          values: [text, [text], textArray([text]), jsonText({ [text]: text }), { key: text }],
        });
        const stored = storableText(text);
        expect(rows).toEqual([
          { alone: stored, list: [stored], packed: [stored], json: { [stored]: stored }, object: { key: stored } },
        ]);
      }),
      { numRuns: 50 },
    );
  });
});
