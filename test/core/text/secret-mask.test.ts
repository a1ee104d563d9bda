import { expect, it } from "vitest";
import { SecretMask } from "../../../src/core/text/secret-mask.ts";

it("takes secrets out of text, JSON and URLs, the longer one first, and leaves short ones", () => {
  const mask = new SecretMask();
  for (const secret of ['pass"word', "pass", "a/b?c", "x"]) mask.add(secret);
  expect(mask.mask('pass"word')).toBe("***");
  expect(mask.mask(JSON.stringify({ key: 'pass"word' }))).toBe('{"key":"***"}');
  expect(mask.mask("https://host/a%2Fb%3Fc x")).toBe("https://host/*** x");
});
