import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { knownSecrets } from "../../../src/core/text/known-secrets.ts";
import { SecretMask } from "../../../src/core/text/secret-mask.ts";

it("takes secrets out of text, JSON and URLs, the longer one first, and leaves short ones", () => {
  const mask = new SecretMask();
  for (const secret of ['pass"word', "pass", "a/b?c", "x"]) mask.add(secret);
  expect(mask.mask('pass"word')).toBe("***");
  expect(mask.mask(JSON.stringify({ key: 'pass"word' }))).toBe('{"key":"***"}');
  expect(mask.mask("https://host/a%2Fb%3Fc x")).toBe("https://host/*** x");
});

describe("FAULTS 8.8: secrets in every form", () => {
  const secret = 'pä ss/w"ord+1';
  const mask = new SecretMask([secret]);
  it.each([
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ v: secret }).toString(),
    JSON.stringify(secret),
    Buffer.from(secret).toString("hex"),
    Buffer.from(secret).toString("base64"),
    Buffer.from(secret).toString("base64url"),
    Buffer.from(`u:${secret}@`).toString("base64"),
    Buffer.from(`k${secret}`).toString("base64"),
  ])("%s", (text) => {
    expect(mask.mask(text)).toContain("***");
    expect(mask.mask(text).length).toBeLessThan(14);
  });

  it("hides overlapping secrets as one, and masks values and keys", () => {
    const both = new SecretMask(["abcd1", "d1efg"]);
    expect(both.mask("xabcd1efgx")).toBe("x***x");
    expect(both.maskValue({ abcd1: ["d1efg", 1] })).toEqual({ "***": ["***", 1] });
  });

  it("knows the parts of the environment's URLs", () => {
    const env = {
      DATABASE_URL: "postgres://u:sec/ret%21@h/db",
      SMTP_URL: "smtp://me:mailpass@mx",
      SLACK_WEBHOOK_URL: "https://hooks.slack.test/services/T0/B0/tok3nXYZ",
    };
    const known = new SecretMask(knownSecrets(env));
    expect(known.mask("sec/ret%21 sec/ret! mailpass tok3nXYZ")).toBe("*** *** *** ***");
    const common = new SecretMask(knownSecrets({ DATABASE_URL: "postgres://postgres:postgres@h/db" }));
    expect(common.mask("postgres is up")).toBe("postgres is up");
  });
});

it("leaves no secret in a text, in either form, and leaves a text without secrets alone", () => {
  const secret = fc.string({ unit: fc.constantFrom("a", "Z", "/", "%", "=", "ü", " "), minLength: 4 });
  fc.assert(
    fc.property(secret, (word) => {
      expect(new SecretMask([word]).mask(`-${word}-${encodeURIComponent(word)}-`)).toBe("-***-***-");
    }),
  );
  expect(new SecretMask(["", "abc"]).mask("connect ECONNREFUSED")).toBe("connect ECONNREFUSED");
});

it("the beginning of a secret before the cut of a long text is masked, plain and encoded", () => {
  const secret = "s3cret/of a+user?";
  const mask = new SecretMask([secret]);
  for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString("hex")]) {
    for (const end of ["… (9000 characters)", " … (12,345 characters)", "… (99 more characters) (mine.ts:1:2)"]) {
      expect(mask.mask(`before ${form.slice(0, 9)}${end} after`)).toBe(`before ***${end} after`);
    }
  }
  expect(mask.mask("before s3c… (9000 characters)")).toBe("before s3c… (9000 characters)");
  expect(mask.mask("before s3cret/of… and more")).toBe("before s3cret/of… and more");
});
