import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keysIn } from "../../src/depot/keys-in.ts";
import { BUCKET } from "../support/aws/aws-stub.ts";
import { useFakeCredentials } from "../support/aws/fake-credentials.ts";
import { depotBattery } from "../support/s3/depot-battery.ts";
import { depotOn } from "../support/s3/depot-on.ts";
import { type Moto, startMoto } from "./moto.ts";

useFakeCredentials();
const bin = mkdtempSync(path.join(os.tmpdir(), "nightgrid-bin-"));
afterAll(() => rmSync(bin, { recursive: true }));

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto(bin);
});
afterAll(() => moto[Symbol.asyncDispose]());

/** What the tests' own server is held to, by a server that others wrote. */
describe.each(["", "night/2026", "odd prefix/ü&+%2F'"])("a bucket of moto, below %j", (prefix) => {
  depotBattery(async () => {
    const depot = depotOn({ url: moto.url, bucket: BUCKET }, { prefix });
    return { depot, isS3: true, [Symbol.asyncDispose]: async () => depot.close() };
  });
});

describe("a bucket of moto", () => {
  it("that is not there is named", async () => {
    const depot = depotOn({ url: moto.url, bucket: "nobody-has-it" });
    await expect(depot.get("x")).rejects.toMatchObject({
      code: "DEPOT_REFUSED",
      message: 'There is no bucket "nobody-has-it"',
    });
    depot.close();
  });

  it("shows nothing of an upload in parts that was cut, and loses it when it is old", async () => {
    const depot = depotOn({ url: moto.url, bucket: BUCKET }, { prefix: "cut" });
    const file = path.join(bin, "large");
    writeFileSync(file, randomBytes(12 * 1024 * 1024));
    const later = new AbortController();
    const putting = depot.putFile("x", file, later.signal);
    setImmediate(() => later.abort(new Error("cancelled")));
    await expect(putting).rejects.toThrow("cancelled");
    expect(await keysIn(depot, "")).toEqual([]);
    await depot.removeUnfinished(new Date(Date.now() + 60_000));
    depot.close();
  });
});
