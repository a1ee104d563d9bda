import { once } from "node:events";
import { get } from "node:http";
import { beforeAll, expect, it } from "vitest";
import { GRID, prices } from "./support/dags.ts";
import { createTestApi, type TestApi } from "./support/test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  api.write("prices.csv", prices(60));
  api.write("dags/grid.yaml", GRID);
});

interface Heard {
  readonly id: string;
  readonly name: string;
  readonly data: { readonly run_id?: string; readonly state?: string };
}

/** A browser that listens. */
async function listen(query: string, headers: Readonly<Record<string, string>> = {}) {
  const request = get(`${api.url}/api/v1/events${query}`, {
    headers: { accept: "text/event-stream", "x-test-role": "viewer", ...headers },
  });
  const [response] = await once(request, "response");
  response.setEncoding("utf8");
  const heard: Heard[] = [];
  let rest = "";
  let wake = (): void => undefined;
  response.on("data", (chunk: string) => {
    const parts = (rest + chunk).split("\n\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const fields = new Map(
        part.split("\n").map((line) => [line.split(": ", 1)[0], line.slice(line.indexOf(": ") + 2)]),
      );
      const data = fields.get("data");
      if (data !== undefined)
        heard.push({ id: fields.get("id") ?? "", name: fields.get("event") ?? "", data: JSON.parse(data) });
    }
    wake();
  });
  return {
    heard,
    response,
    async until(isWanted: (event: Heard) => boolean): Promise<Heard> {
      for (;;) {
        const found = heard.find(isWanted);
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    close: () => request.destroy(),
  };
}

it("hears of a run from its start to its end, by one connection for any number of browsers", async () => {
  const browsers = await Promise.all([listen(""), listen("?dag=grid"), listen("?dag=other")]);
  const [all, ofDag, ofOther] = browsers;
  const worker = await api.worker();
  const { body } = await api.post("/api/v1/dags/grid/runs", {});
  const isEnd = ({ name, data }: Heard) => name === "run" && data.run_id === body.run_id && data.state === "succeeded";
  const end = await all.until(isEnd);
  await ofDag.until(isEnd);
  await worker[Symbol.asyncDispose]();
  expect(all.heard.some(({ name }) => name === "log")).toBe(true);
  expect(ofOther.heard).toEqual([]);
  const listeners = await api.database.pool.query(
    "select count(*)::int as n from pg_stat_activity where datname = current_database() and query like 'listen nightgrid_run%'",
  );
  expect(listeners.rows[0].n).toBe(1);
  const first = all.heard[0];
  const late = await listen("", { "last-event-id": first?.id ?? "" });
  expect((await late.until(({ id }) => id === end.id)).data.state).toBe("succeeded");
  const stranger = await listen("", { "last-event-id": "another-1" });
  expect((await stranger.until(() => true)).name).toBe("reset");
  for (const browser of [...browsers, late, stranger]) browser.close();
});

it("is for those only who take events", async () => {
  const answer = await api.get("/api/v1/events", { accept: "application/json" });
  expect([answer.status, answer.body.code]).toEqual([406, "NOT_ACCEPTABLE"]);
});
