import { once } from "node:events";
import { get } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CoingeckoServer, startCoingecko } from "../support/sources/coingecko-server.ts";
import { ROUTES } from "../../src/api/resources/routes.ts";
import { createTestApi, type TestApi } from "./support/test-api.ts";

const DAY = 86_400_000;
const FROM = new Date(Math.floor(Date.now() / DAY) * DAY - 200 * DAY).toISOString().slice(0, 10);
const KEY = "cg_a_key_that_nobody_may_see";
const ASK = { source: "coingecko", instrument: "bitcoin", as: "BTC", from: FROM };

let source: CoingeckoServer;
let api: TestApi;
beforeAll(async () => {
  source = await startCoingecko();
  api = await createTestApi({
    COINGECKO_BASE_URL: source.url,
    COINGECKO_CALLS_PER_MINUTE: "6000",
    COINGECKO_DEMO_API_KEY: KEY,
  });
});
afterAll(() => source[Symbol.asyncDispose]());

/** Hears events of the kind `prices` until one of them says that the fetch has ended. */
async function ended(id: string) {
  const request = get(`${api.url}/api/v1/events`, {
    headers: { accept: "text/event-stream", "x-test-role": "viewer" },
  });
  const [response] = await once(request, "response");
  response.setEncoding("utf8");
  let heard = 0;
  try {
    for (;;) {
      const { body } = await api.get(`/api/v1/data/fetches/${id}`);
      if (body.finished_at !== null) return { fetch: body, heard };
      const [chunk] = await once(response, "data");
      if (String(chunk).includes(`"fetch":"${id}"`)) heard++;
    }
  } finally {
    request.destroy();
  }
}

describe("fetching prices", () => {
  it("is done by a worker, once for requests of one key, tells of itself, and can be read afterwards", async () => {
    const key = { "idempotency-key": "one" };
    const first = await api.post("/api/v1/data/fetches", ASK, key);
    expect([first.status, first.body.state, first.body.what]).toEqual([202, "queued", "coingecko BTC 1d"]);
    expect(first.headers.get("location")).toBe(`/api/v1/data/fetches/${first.body.id}`);
    expect((await api.post("/api/v1/data/fetches", ASK, key)).body.id).toBe(first.body.id);
    const ending = ended(first.body.id);
    await using _worker = await api.worker();
    const { fetch, heard } = await ending;
    expect(fetch).toMatchObject({ state: "succeeded", failed: [], asked_by: "test admin" });
    expect(fetch.fetched).toMatchObject([{ symbol: "BTC", added: 200, revised: 0 }]);
    expect(heard).toBeGreaterThan(0);

    const { body: listed } = await api.get("/api/v1/data/series?source=coingecko");
    expect(listed.items).toMatchObject([{ symbol: "BTC", instrument: "bitcoin", bars: 200, revised: 0 }]);
    const months: readonly { readonly bars: number }[] = listed.items[0].months;
    expect(months.reduce((sum, { bars }) => sum + bars, 0)).toBe(200);

    const { body: update } = await api.post("/api/v1/data/update", {});
    expect((await ended(update.id)).fetch).toMatchObject({
      state: "succeeded",
      fetched: [{ symbol: "BTC", added: 0 }],
    });
    const { body: audit } = await api.get("/api/v1/audit");
    expect(audit.actions.map((entry: { readonly action: string }) => entry.action)).toEqual([
      "prices_fetch",
      "prices_fetch",
    ]);
  });

  it("gives bars in pages that see one state, the latest first, and as they were known", async () => {
    const address = "/api/v1/data/bars?source=coingecko&symbol=BTC&limit=150";
    const { body: first } = await api.get(address);
    expect(first.items).toHaveLength(150);
    const { body: second } = await api.get(`${address}&cursor=${first.next_cursor}`);
    expect([second.items.length, second.next_cursor, second.as_of]).toEqual([50, null, first.as_of]);
    const times = [...first.items, ...second.items].map(({ time }: { readonly time: string }) => time);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(new Set(times).size).toBe(200);
    expect(second.items.at(-1)).toMatchObject({ time: `${FROM}T00:00:00.000Z` });
    const before = await api.get(`${address}&as_of=2020-01-01T00:00:00Z`);
    expect(before.body.items).toEqual([]);
    const other = await api.get(
      `${address.replace("150", "10")}&from=2020-01-01T00:00:00Z&cursor=${first.next_cursor}`,
    );
    expect([other.status, other.body.code]).toEqual([400, "CURSOR_INVALID"]);
  });

  it("tells what a source said, as the state of a fetch and not of the request", async () => {
    await using _worker = await api.worker();
    const { body } = await api.post("/api/v1/data/fetches", { ...ASK, instrument: "bitcion", as: "X" });
    const { fetch } = await ended(body.id);
    expect(fetch).toMatchObject({
      state: "failed",
      failed: [{ name: "X", code: "SOURCE_SYMBOL_UNKNOWN", hint: expect.stringContaining("data search") }],
    });
  });

  it("stops when it is told to, before it has begun and on its way", async () => {
    const { body: waiting } = await api.post("/api/v1/data/fetches", { ...ASK, instrument: "ethereum", as: "ETH" });
    const { body: stopped } = await api.post(`/api/v1/data/fetches/${waiting.id}/cancel`, {});
    expect(stopped.state).toBe("cancelled");
    const again = await api.post(`/api/v1/data/fetches/${waiting.id}/cancel`, {});
    expect([again.status, again.body.code]).toEqual([409, "ACTION_REFUSED"]);

    const held = source.hold();
    const arrived = held.arrived();
    await using _worker = await api.worker();
    const { body: going } = await api.post("/api/v1/data/fetches", { ...ASK, instrument: "solana", as: "SOL" });
    await arrived;
    await api.post(`/api/v1/data/fetches/${going.id}/cancel`, {});
    const { fetch } = await ended(going.id);
    held.go();
    expect(fetch.state).toBe("cancelled");
  });

  it("is not for those who are limited to certain DAGs, since prices are of all of them", async () => {
    const limited = await api.post("/api/v1/data/update", {}, { "x-test-role": "operator", "x-test-dags": "grid" });
    expect([limited.status, limited.body.code]).toEqual([403, "FORBIDDEN"]);
    const changing = ROUTES.filter(({ method, path }) => method === "POST" && path.startsWith("/api/v1/data/"));
    expect(changing.map(({ role }) => role)).toEqual(["operator", "operator", "operator"]);
  });

  it("refuses what there is not, and texts that nothing can be called", async () => {
    const refused = [
      await api.post("/api/v1/data/fetches", { ...ASK, source: "coingeko" }),
      await api.post("/api/v1/data/fetches", { ...ASK, from: "2026-02-30" }),
      await api.get("/api/v1/data/fetches/99999"),
      await api.get("/api/v1/data/bars?source=coingecko&symbol=NO%00NE"),
      await api.get("/api/v1/data/bars?source=coingecko&symbol=NONE"),
      await api.get("/api/v1/data/series?cursor=e30"),
      await api.post("/api/v1/data/update", { symbols: ["'; drop table ohlcv; --\u0000\ud800"] }),
    ].map(({ status, body }) => [status, body.code ?? body.state]);
    expect(refused).toEqual([
      [422, "SOURCE_UNKNOWN"],
      [400, "REQUEST_INVALID"],
      [404, "PRICE_FETCH_NOT_FOUND"],
      [422, "DATA_NOT_FETCHED"],
      [422, "DATA_NOT_FETCHED"],
      [400, "CURSOR_INVALID"],
      [202, "queued"],
    ]);
    expect((await api.get("/api/v1/data/series?symbol=a%00b")).body.items).toEqual([]);
  });

  it("says which sources there are and whether their keys are set, and never a key", async () => {
    const { body, text } = await api.get("/api/v1/data/sources");
    const coingecko = body.sources.find(({ name }: { readonly name: string }) => name === "coingecko");
    expect(coingecko).toMatchObject({ key: "set", key_names: expect.arrayContaining(["COINGECKO_DEMO_API_KEY"]) });
    expect(text).not.toContain(KEY);
    const found = await api.get("/api/v1/data/instruments?source=coingecko&text=bit");
    expect(found.body.found[0]).toMatchObject({ id: "bitcoin" });
    expect(source.calls.some(({ key }) => key === KEY)).toBe(true);
    const problems = await api.get("/api/v1/data/problems?source=coingecko&symbol=BTC");
    expect(problems.body.series).toMatchObject([{ symbol: "BTC", timeframe: "1d", bars: 200 }]);
  });
});
