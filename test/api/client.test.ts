import createClient from "openapi-fetch";
import { beforeAll, expect, it } from "vitest";
import type { paths } from "../../schema/api.d.ts";
import { GRID, prices } from "./support/dags.ts";
import { createTestApi, type TestApi } from "./support/test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  api.write("prices.csv", prices(60));
  api.write("dags/grid.yaml", GRID);
});

it("a client with the types of schema/api.d.ts starts a run and reads it, and knows what it may send", async () => {
  const client = createClient<paths>({ baseUrl: api.url, headers: { "x-test-role": "operator" } });
  const { data: started } = await client.POST("/api/v1/dags/{dag}/runs", {
    params: { path: { dag: "grid" } },
    body: { params: { fast: 2 } },
  });
  const { data } = await client.GET("/api/v1/runs", { params: { query: { dag: "grid", limit: 5 } } });
  expect(data?.items.map(({ run_id, state }) => [run_id, state])).toEqual([[started?.run_id, "queued"]]);
  const { error } = await client.GET("/api/v1/runs/{run}", { params: { path: { run: "nothing" } } });
  expect(error?.code).toBe("RUN_NOT_FOUND");
  // @ts-expect-error there is no such key
  await client.GET("/api/v1/runs", { params: { query: { dgg: "grid" } } });
});
