import { describe, expect, it } from "vitest";
import { createRateLimit } from "../../../src/api/compat/rate-limit.ts";
import { createTestApi } from "../support/test-api.ts";

describe("a rate", () => {
  it("holds for each client by itself, in a time that moves on", () => {
    let now = 0;
    const limit = createRateLimit({ max: 2, windowMs: 10_000 }, "runs", { now: () => new Date(now) });
    limit.take("a");
    now = 4000;
    limit.take("a");
    limit.take("b");
    expect(() => limit.take("a")).toThrow(
      expect.objectContaining({ code: "RATE_LIMITED", details: { retryAfterS: 6 } }),
    );
    now = 10_000;
    limit.take("a");
    expect(() => limit.take("a")).toThrow(expect.objectContaining({ details: { retryAfterS: 4 } }));
  });

  it("answers 429 and says when to come again", async () => {
    const api = await createTestApi({ NIGHTGRID_COMPAT: "run_manager", NIGHTGRID_COMPAT_RATE: "1 per hour" });
    api.write("scripts/a.sh", "exit 0\n");
    const start = (role: string, key: string) =>
      api.post("/api/backtest/run", { script: "a.sh" }, { "x-test-role": role, "idempotency-key": key });
    const first = await start("operator", "one");
    expect(first.status).toBe(202);
    // The same request sent again starts nothing.
    expect((await start("operator", "one")).body.run_id).toBe(first.body.run_id);
    const { status, headers, body } = await start("operator", "two");
    expect({ status, success: body.success, code: body.code }).toEqual({
      status: 429,
      success: false,
      code: "RATE_LIMITED",
    });
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(3500);
    expect((await start("admin", "three")).status).toBe(202);
  });
});

it("old routes are not there unless they are asked for", async () => {
  const api = await createTestApi();
  expect((await api.get("/api/backtest/list")).status).toBe(404);
  expect((await api.get("/backtests")).status).toBe(404);
});
