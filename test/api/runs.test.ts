import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { beforeAll, describe, expect, it } from "vitest";
import { SERVICE_DOCUMENTS, type ServiceDocumentName } from "../../src/contract/service-documents.ts";
import { GRID, prices } from "./support/dags.ts";
import { createTestApi, type TestApi } from "./support/test-api.ts";

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);

let api: TestApi;
const ids: string[] = [];
beforeAll(async () => {
  api = await createTestApi();
  api.write("prices.csv", prices(90));
  api.write("dags/grid.yaml", GRID);
  api.write("dags/bad.yaml", "id: bad\nbacktest: { strategi: sma_cross }\n");
  await using _worker = await api.worker();
  for (const params of [{ fast: 2 }, { fast: 3 }, {}]) {
    const { body } = await api.post("/api/v1/dags/grid/runs", { params });
    ids.push(body.run_id);
    await api.ended(body.run_id);
  }
});

function expectDocument(name: ServiceDocumentName, body: unknown): void {
  expect(ajv.validate(SERVICE_DOCUMENTS[name], body) ? null : ajv.errorsText()).toBeNull();
}

describe("runs", () => {
  it("are listed page by page, and a cursor is good for its own filter alone", async () => {
    const { body: first } = await api.get("/api/v1/runs?limit=2&dag=grid&state=completed");
    expectDocument("run_page", first);
    expect(first.items.map(({ run_id }: { run_id: string }) => run_id)).toEqual([ids[2], ids[1]]);
    expect(first.total).toEqual({ count: 3, at_least: false });
    const next = `limit=2&dag=grid&state=completed&cursor=${encodeURIComponent(first.next_cursor)}`;
    const { body: second } = await api.get(`/api/v1/runs?${next}`);
    expect([second.items.length, second.next_cursor]).toEqual([1, null]);
    const { body: foreign } = await api.get(`/api/v1/runs?dag=other&cursor=${encodeURIComponent(first.next_cursor)}`);
    expect(foreign.code).toBe("CURSOR_INVALID");
    expect((await api.get("/api/v1/runs?state=done")).body.code).toBe("USAGE");
  });

  it("are a table of the columns that were asked for", async () => {
    const { text } = await api.get(
      "/api/v1/runs.csv?dag=grid&state=succeeded&columns=run_id,cells_total&sort=created_at",
    );
    expect(text.trim().split(/\r?\n/)).toEqual(["run_id,cells_total", `${ids[0]},2`, `${ids[1]},2`, `${ids[2]},4`]);
    const { text: lines } = await api.get("/api/v1/runs.jsonl?dag=grid&columns=state");
    expect(new Set(lines.trim().split("\n"))).toEqual(new Set(['{"state":"succeeded"}']));
    const { body } = await api.get("/api/v1/runs.csv?columns=stat");
    expect([body.code, body.hint]).toEqual(["USAGE", 'Did you mean "state"?']);
    const cells = await api.get(`/api/v1/runs/${ids[2]}/sweeps/backtest/cells.csv?columns=cell,fast`);
    expect(cells.text.split(/\r?\n/, 1)).toEqual(["cell,fast"]);
  });

  it("are shown in full, with their tries", async () => {
    const { body } = await api.get(`/api/v1/runs/${ids[0]}`);
    expectDocument("run_detail", body);
    expect(body.run).toMatchObject({ state: "succeeded", overrides: { fast: 2 } });
    const { body: attempts } = await api.get(`/api/v1/runs/${ids[0]}/attempts`);
    expectDocument("attempt_page", attempts);
    expect((await api.get(`/api/v1/runs/${ids[0]}/yaml`)).text).toBe(GRID);
  });

  it("are waited for until their state changes", async () => {
    const { body: started } = await api.post("/api/v1/dags/grid/runs", { params: { fast: 5 } });
    const waiting = api.get(`/api/v1/runs/${started.run_id}/state?wait=60`);
    await api.post(`/api/v1/runs/${started.run_id}/cancel`, {});
    const { body } = await waiting;
    expectDocument("listed_run", body);
    expect(body.state).toBe("cancelled");
  });
});

it("runs are acted on by filter, and only shown in a dry run", async () => {
  const { body: none } = await api.post("/api/v1/runs/actions", { action: "rerun" });
  expect(none.code).toBe("USAGE");
  const ask = { action: "rerun", dag: "grid", state: "succeeded" };
  const { body: dry } = await api.post("/api/v1/runs/actions", { ...ask, dry_run: true });
  expect(dry).toMatchObject({ dry_run: true, runs: [{ done: false }, { done: false }, { done: false }] });
  const { body: done } = await api.post("/api/v1/runs/actions", { ...ask, reason: "again" });
  expect(done.runs.map((run: { done: boolean }) => run.done)).toEqual([true, true, true]);
  const { body: cancelled } = await api.post("/api/v1/runs/actions", { action: "cancel", dag: "grid" });
  expect(cancelled.runs).toHaveLength(3);
});

it("the overview has each DAG with its runs, those with errors among them", async () => {
  const { body } = await api.get("/api/v1/overview");
  expectDocument("overview", body);
  expect(body.dags).toMatchObject([
    { dag: "bad", state: "error", error: expect.stringContaining("dags/bad.yaml:2"), runs: [] },
    { dag: "grid", runs: expect.any(Array), best: { metric: { id: "sharpe" } } },
  ]);
  const { body: limited } = await api.get("/api/v1/overview", { "x-test-dags": "other" });
  expect([limited.dags, limited.running]).toEqual([[], []]);
});

/** Its results have the run's id in their names. */
const VOLATILE = `id: volatile
backtest:
  strategy: sma_cross
  data: { csv: "../prices.csv", bars_per_year: 252 }
  params: { fast: 2, slow: 5 }
  volatile: true
`;

it("runs of a volatile backtest are computed under the id that was promised, the repeated ones, too", async () => {
  api.write("dags/volatile.yaml", VOLATILE);
  await using _worker = await api.worker();
  const { body: first } = await api.post("/api/v1/dags/volatile/runs", {});
  await api.ended(first.run_id);
  const again = await Promise.all(
    ["pinned", "latest"].map(async (which) => {
      const { body } = await api.post(`/api/v1/runs/${first.run_id}/rerun`, { with: which });
      return String(body.runs[0].new_run_id);
    }),
  );
  for (const id of [first.run_id, ...again]) {
    await api.ended(id);
    expect((await api.get(`/api/v1/runs/${id}/state`)).body).toMatchObject({
      state: "succeeded",
      cells: { cached: 0 },
    });
  }
});
