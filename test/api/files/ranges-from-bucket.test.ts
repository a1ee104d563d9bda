import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useKeys } from "../../support/s3/depot-on.ts";
import { type S3Server, startS3Server } from "../../support/s3/s3-server.ts";
import { GRID, prices } from "../support/dags.ts";
import { createTestApi, type TestApi } from "../support/test-api.ts";

const TIMEOUT = 120_000;

let server: S3Server;
let api: TestApi;
let address: string;
let bytes: Buffer;
beforeAll(async () => {
  server = await startS3Server();
  useKeys(server.keys);
  api = await createTestApi({
    NIGHTGRID_ARTIFACTS: `s3://${server.bucket}/ranges`,
    NIGHTGRID_ARTIFACTS_ENDPOINT: server.url,
  });
  api.write("prices.csv", prices(90));
  api.write("dags/grid.yaml", GRID);
  const { body } = await api.post("/api/v1/dags/grid/runs");
  {
    await using _worker = await api.worker();
    await api.ended(body.run_id);
  }
  address = `/api/v1/runs/${body.run_id}/artifacts/tearsheet.html`;
  bytes = Buffer.from((await api.get(address)).text);
  forget();
}, TIMEOUT);
afterAll(() => server[Symbol.asyncDispose]());

/** As on a host that has neither written nor fetched any of it. */
function forget(): void {
  server.heal();
  for (const folder of ["results", ".nightgrid/cache"])
    rmSync(path.join(api.home, folder), { recursive: true, force: true });
}

const ask = async (range: string, more: Readonly<Record<string, string>> = {}) => {
  const { status, headers, text, body } = await api.get(address, { range, ...more });
  return { status, about: headers.get("content-range"), text, code: body?.code, etag: headers.get("etag") };
};

const partOf = (first: number, last: number) => ({
  status: 206,
  about: `bytes ${first}-${last}/${bytes.length}`,
  text: bytes.subarray(first, last + 1).toString(),
});

describe("a range of a file that lies in a bucket alone", () => {
  it.each([
    ["its first byte", "bytes=0-0", () => partOf(0, 0)],
    ["a middle", "bytes=1000-1999", () => partOf(1000, 1999)],
    ["all from a byte on", "bytes=5000-", () => partOf(5000, bytes.length - 1)],
    ["its last bytes", "bytes=-7", () => partOf(bytes.length - 7, bytes.length - 1)],
    ["more than there is", "bytes=100-999999999", () => partOf(100, bytes.length - 1)],
    ["more of its end than there is", "bytes=-999999999", () => partOf(0, bytes.length - 1)],
  ])("%s", async (_, range, expected) => {
    forget();
    expect(await ask(range)).toMatchObject(expected());
  });

  it("is refused where there is no byte in it, and all of it is given where it is none", async () => {
    forget();
    expect(await ask(`bytes=${bytes.length}-`)).toMatchObject({ status: 416, code: "RANGE_INVALID" });
    expect(await ask("bytes=-0")).toMatchObject({ status: 416, code: "RANGE_INVALID" });
    for (const range of ["bytes=9-3", "bytes=0-1,5-6", "lines=0-1", "bytes=a-b"])
      expect(await ask(range)).toMatchObject({ status: 200, about: null, text: bytes.toString() });
  });

  it("asks the bucket once, for the whole file, and keeps that", async () => {
    forget();
    const before = server.requests.length;
    for (const first of [0, 100, 200]) expect((await ask(`bytes=${first}-`)).status).toBe(206);
    expect(server.requests.slice(before)).toEqual(["GetObject"]);
  });

  it("goes on with what was begun, on this host and on another one", async () => {
    forget();
    const { etag } = await ask("bytes=0-99");
    expect(etag).not.toBeNull();
    const onWith = { "if-range": etag ?? "" };
    expect(await ask("bytes=100-199", onWith)).toMatchObject(partOf(100, 199));
    forget();
    expect(await ask("bytes=200-299", onWith)).toMatchObject(partOf(200, 299));
    expect((await api.get(address, { "if-none-match": etag ?? "" })).status).toBe(304);
    expect(await ask("bytes=300-399", { "if-range": '"another"' })).toMatchObject({ status: 200, about: null });
  });

  it("has the right bytes though the bucket hangs up in the middle of an answer", async () => {
    forget();
    server.fail({ op: "GetObject", nth: 1, how: "cut" });
    expect(await ask("bytes=1000-1999")).toMatchObject(partOf(1000, 1999));
  });

  it.each([
    ["is refused", { status: 403, code: "AccessDenied", message: "No" }, [502, "DEPOT_REFUSED"]],
    ["is gone", { status: 404, code: "NoSuchKey", message: "No" }, [404, "ARTIFACT_NOT_FOUND"]],
  ] as const)("is an error, and no part of anything, where the file %s", async (_, how, [status, code]) => {
    forget();
    server.fail({ op: "GetObject", how });
    expect(await ask("bytes=1000-1999")).toMatchObject({ status, code, about: null });
    server.heal();
    expect(await ask("bytes=1000-1999")).toMatchObject(partOf(1000, 1999));
  });

  it("is an error where the file was replaced in the bucket, and nothing of that is kept", async () => {
    forget();
    const [key = "", object] = [...server.objects].find(([name]) => name.endsWith("/tearsheet.html")) ?? [];
    if (object === undefined) throw new Error("no tearsheet");
    const others = Buffer.from(object.body);
    others[1500] = (others[1500] ?? 0) ^ 1;
    server.objects.set(key, { ...object, body: others });
    expect(await ask("bytes=1000-1999")).toMatchObject({ status: 502, code: "DEPOT_DAMAGED", about: null });
    expect(readdirSync(path.join(api.home, ".nightgrid/cache"))).toEqual([]);
    server.objects.set(key, object);
    expect(await ask("bytes=1000-1999")).toMatchObject(partOf(1000, 1999));
  });
});
