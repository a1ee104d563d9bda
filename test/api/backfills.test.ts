import { beforeAll, describe, expect, it } from "vitest";
import { GRID, prices } from "./support/dags.ts";
import { createTestApi, type TestApi } from "./support/test-api.ts";

const SCHEDULE = 'schedule: { cron: "0 3 * * *", timezone: America/New_York }\n';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  api.write("prices.csv", prices(60));
  api.write("dags/grid.yaml", GRID + SCHEDULE);
  api.write("dags/other.yaml", GRID.replace("id: grid", "id: other"));
});

describe("backfills", () => {
  it("are planned without anything being started, listed with their slots counted, and cancelled", async () => {
    const span = { from: "2026-01-05", to: "2026-01-09" };
    const { body: plan } = await api.post("/api/v1/dags/grid/backfills/plan", span);
    expect([plan.backfill, plan.slots.waiting, plan.runs[0].logical_date]).toEqual([
      null,
      5,
      "2026-01-05T08:00:00.000Z",
    ]);
    expect((await api.get("/api/v1/dags/grid/backfills")).body).toEqual({ dag: "grid", backfills: [] });

    const { body: first } = await api.post("/api/v1/dags/grid/backfills", span);
    await api.post("/api/v1/dags/grid/backfills", { ...span, from: "2026-01-09", reprocess: "all", max_active: 2 });
    const { body: listed } = await api.get("/api/v1/dags/grid/backfills");
    expect(listed.backfills).toMatchObject([
      { reprocess: "all", max_active: 2, slots: { total: 1 } },
      {
        backfill: first.backfill,
        state: "running",
        slots: { total: 5, waiting: 4, open: 1 },
        from: "2026-01-05T05:00:00.000Z",
        to: "2026-01-10T05:00:00.000Z",
      },
    ]);

    await api.post(`/api/v1/backfills/${first.backfill}/cancel`, {});
    const { body: after } = await api.get("/api/v1/dags/grid/backfills?limit=2&fields=backfills.state,backfills.slots");
    expect(after.backfills[1]).toMatchObject({ state: "cancelled", slots: { waiting: 4, cancelled: 1, open: 0 } });
  });

  it("are refused where there is no schedule, no such day and no such DAG", async () => {
    const span = { from: "2026-01-05", to: "2026-01-09" };
    const codes = [
      await api.post("/api/v1/dags/other/backfills/plan", span),
      await api.post("/api/v1/dags/grid/backfills/plan", { ...span, from: "2026-02-30" }),
      await api.post("/api/v1/dags/grid/backfills/plan", { ...span, from: "2026-03-01" }),
      await api.get("/api/v1/dags/nothing/backfills"),
    ].map(({ body }) => body.code);
    expect(codes).toEqual(["ACTION_REFUSED", "REQUEST_INVALID", "USAGE", "DAG_NOT_FOUND"]);
  });
});
