import { describe, expect, it } from "vitest";
import { SecretMask } from "../../src/core/text/secret-mask.ts";
import { resolveSecrets } from "../../src/factory/resolve-secrets.ts";
import { loadText, worldOf } from "./support/load-text.ts";

function dag(lines: string): string {
  return `id: x\nbacktest:\n  strategy: sma_cross\n  data: { dataset: sp500 }\n${lines}`;
}

describe("${env:…}", () => {
  it("fills in text and, when not quoted, numbers", async () => {
    const text = dag(
      '  initial_capital: ${env:CAPITAL}\n  seed: ${env:SEED:-7}\ndescription: "${env:CAPITAL} in ${env:CITY:-}"',
    );
    const { spec, diagnostics } = await loadText(text, worldOf({}, { CAPITAL: "2500", CITY: "Bern" }));
    expect(diagnostics).toEqual([]);
    expect(spec?.backtests[0]?.settings).toMatchObject({ initialCapital: 2500, seed: 7 });
    expect(spec?.description).toBe("2500 in Bern");
  });

  it("is an error when unset and without a default, or misspelt", async () => {
    const text = dag("description: ${env:NOWHERE}\ntags: ['${evn:X}']");
    const { diagnostics } = await loadText(text);
    expect(diagnostics.map(({ code, line, column }) => [code, line, column])).toEqual([
      ["ENV_MISSING", 5, 14],
      ["DAG_VALUE_INVALID", 6, 8],
    ]);
  });
});

describe("${secret:…}", () => {
  const text = dag("after_backtest: [{ ./publish.ts#publish: { token: 'Bearer ${secret:TOKEN}' } }]");

  it("stays a reference in the spec, and is filled in when the callback runs", async () => {
    const env = { TOKEN: "s3cr3t-value" };
    const { spec, diagnostics } = await loadText(text, worldOf({ "publish.ts": "" }, env));
    expect(diagnostics).toEqual([]);
    expect(JSON.stringify(spec)).not.toContain("s3cr3t-value");
    const options = spec?.after[0]?.options ?? {};
    expect(options).toEqual({ token: "Bearer ${secret:TOKEN}" });
    const mask = new SecretMask();
    expect(resolveSecrets(options, env, mask)).toEqual({ token: "Bearer s3cr3t-value" });
    expect(mask.mask("GET /?t=s3cr3t-value")).toBe("GET /?t=***");
    expect(() => resolveSecrets(options, {}, mask)).toThrow("There is no secret TOKEN");
  });

  it("is an error when unset, and anywhere but in the options of callbacks", async () => {
    const unset = await loadText(text, worldOf({ "publish.ts": "" }));
    expect(unset.diagnostics.map(({ code }) => code)).toEqual(["SECRET_MISSING"]);
    const misplaced = await loadText(dag("description: ${secret:TOKEN}"), worldOf({}, { TOKEN: "s3cr3t-value" }));
    expect(misplaced.diagnostics.map(({ code, line }) => [code, line])).toEqual([["SECRET_MISPLACED", 5]]);
    expect(JSON.stringify(misplaced)).not.toContain("s3cr3t-value");
  });
});
