import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COMPAT_NAMES, COMPAT_VARIABLES, readCompatSettings } from "../../src/app/service/compat-settings.ts";

const read = (env: Readonly<Record<string, string>>) => readCompatSettings(env, "/project");

describe("settings of old clients", () => {
  it("are all off unless they are named", () => {
    expect(read({})).toEqual({ names: [], rate: null, scripts: "/project/scripts", nightlyDag: null });
    expect(read({ NIGHTGRID_COMPAT: " , ", NIGHTGRID_COMPAT_RATE: "", NIGHTGRID_SCRIPTS: " " }).names).toEqual([]);
  });

  it("name services, a rate and a folder", () => {
    const env = {
      NIGHTGRID_COMPAT: "crypto_pipeline, run-manager",
      NIGHTGRID_COMPAT_RATE: "10 per hour",
      NIGHTGRID_SCRIPTS: "backtests",
      NIGHTGRID_COMPAT_NIGHTLY: "nightly",
    };
    expect(read(env)).toEqual({
      names: ["run_manager", "crypto_pipeline"],
      rate: { max: 10, windowMs: 3_600_000 },
      scripts: "/project/backtests",
      nightlyDag: "nightly",
    });
  });

  it.each([
    [
      { NIGHTGRID_COMPAT: "run_manger" },
      "NIGHTGRID_COMPAT names no old service: run_manger.",
      'Did you mean "run_manager"?',
    ],
    [{ NIGHTGRID_COMPAT_RATE: "10/hour" }, "NIGHTGRID_COMPAT_RATE is no rate: 10/hour", /10 per hour/],
    [{ NIGHTGRID_COMPAT_RATE: "0 per hour" }, "NIGHTGRID_COMPAT_RATE is no rate: 0 per hour", /10 per hour/],
    [
      { NIGHTGRID_COMPAT_RAET: "1" },
      "NIGHTGRID_COMPAT_RAET is no setting of the old services.",
      'Did you mean "NIGHTGRID_COMPAT_RATE"?',
    ],
  ] as const)("are refused when they say nothing: %o", (env, message, hint) => {
    expect(() => read(env)).toThrow(
      expect.objectContaining({
        code: "SETTING_INVALID",
        message,
        hint: typeof hint === "string" ? hint : expect.stringMatching(hint),
      }),
    );
  });

  it("all stand in docs/old-clients.md", () => {
    const page = readFileSync(new URL("../../docs/old-clients.md", import.meta.url), "utf8");
    for (const name of [...COMPAT_VARIABLES, ...COMPAT_NAMES]) expect(page).toContain(`\`${name}\``);
  });
});
