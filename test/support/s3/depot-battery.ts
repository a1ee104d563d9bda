import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Depot } from "../../../src/depot/depot.ts";
import { keysIn } from "../../../src/depot/keys-in.ts";

/** A depot with nothing in it. */
export interface OpenedDepot extends AsyncDisposable {
  readonly depot: Depot;
  /** Bytes are checked on the way, and so credentials: false of a folder. */
  readonly isS3: boolean;
}

const bytes = (text: string): Buffer => Buffer.from(text);
const MIB = 1024 * 1024;

/** What each kind of depot does, whoever serves it. */
export function depotBattery(open: () => Promise<OpenedDepot>): void {
  let opened: OpenedDepot;
  let depot: Depot;
  let scratch: string;
  beforeAll(async () => {
    opened = await open();
    ({ depot } = opened);
    scratch = await mkdtemp(path.join(os.tmpdir(), "depot-"));
  });
  afterAll(async () => {
    await rm(scratch, { recursive: true, force: true });
    await opened[Symbol.asyncDispose]();
  });
  const fileOf = async (content: Uint8Array): Promise<string> => {
    const file = path.join(scratch, randomBytes(4).toString("hex"));
    await writeFile(file, content);
    return file;
  };

  it("gives back what was put, whole and piece by piece, and knows its size", async () => {
    await depot.put("a/b", bytes("first"));
    await depot.put("a/b", bytes("second"));
    expect(Buffer.from((await depot.get("a/b")) ?? []).toString()).toBe("second");
    const found = await depot.open("a/b");
    expect(found?.bytes).toBe(6);
    expect((await buffer(found?.body ?? (await Promise.reject(new Error("none"))))).toString()).toBe("second");
    expect(await depot.sizeOf("a/b")).toBe(6);
    await depot.put("empty", bytes(""));
    expect(await depot.sizeOf("empty")).toBe(0);
    expect(await depot.get("empty")).toHaveLength(0);
  });

  it("has nothing under other names", async () => {
    await depot.put("there/x", bytes("x"));
    expect(await depot.get("there")).toBeNull();
    expect(await depot.open("there/y")).toBeNull();
    expect(await depot.sizeOf("nowhere")).toBeNull();
    expect(await keysIn(depot, "nowhere/")).toEqual([]);
    await depot.remove(["nowhere", "there/y"]);
  });

  it("keeps the first of those that come at a time", async () => {
    const came = await Promise.all(Array.from({ length: 8 }, (_, i) => depot.putNew("one", bytes(String(i)))));
    expect(came.filter(Boolean)).toHaveLength(1);
    expect(Buffer.from((await depot.get("one")) ?? []).toString()).toBe(String(came.indexOf(true)));
    expect(await depot.putNew("one", bytes("late"))).toBe(false);
  });

  it.each([0, 1, 5 * MIB, 5 * MIB + 1, 17 * MIB + 3])("takes a file of %i bytes", async (size) => {
    const content = randomBytes(size);
    await depot.putFile("large", await fileOf(content));
    const found = await depot.open("large");
    expect(found?.bytes).toBe(size);
    const got = createHash("sha256");
    for await (const piece of found?.body ?? []) got.update(piece as Buffer);
    expect(got.digest("hex")).toBe(createHash("sha256").update(content).digest("hex"));
  });

  it("leaves nothing of a file whose signal has fired", async () => {
    const reason = new Error("cancelled");
    const file = await fileOf(randomBytes(12 * MIB));
    await expect(depot.putFile("cut/x", file, AbortSignal.abort(reason))).rejects.toBe(reason);
    const later = new AbortController();
    const putting = depot.putFile("cut/x", file, later.signal);
    setImmediate(() => later.abort(reason));
    await expect(putting).rejects.toBe(reason);
    expect(await keysIn(depot, "cut/")).toEqual([]);
  });

  it("lists all of a prefix in the order of their bytes, and removes them", async () => {
    const names = ["a", "a b+c", "ü%20", "&<>\"'", "x/y/z", "Z", "😀", "￮"];
    for (const name of names) await depot.put(`list/${name}`, bytes(name));
    await depot.put("listed", bytes("not of them"));
    const sorted = names.map((name) => `list/${name}`).sort((a, b) => Buffer.compare(bytes(a), bytes(b)));
    expect(await keysIn(depot, "list/")).toEqual(sorted);
    for (const name of names) expect(Buffer.from((await depot.get(`list/${name}`)) ?? []).toString()).toBe(name);
    for await (const found of depot.list("list/Z")) {
      expect(found).toMatchObject({ key: "list/Z", bytes: 1 });
      expect(Math.abs(Date.now() - found.changedAt.getTime())).toBeLessThan(600_000);
    }
    await depot.remove(sorted);
    expect(await keysIn(depot, "list/")).toEqual([]);
    expect(await keysIn(depot, "listed")).toEqual(["listed"]);
  });

  it("lists and removes thousands", async () => {
    const keys = Array.from({ length: 1005 }, (_, i) => `many/${String(i).padStart(4, "0")}`);
    for (let at = 0; at < keys.length; at += 15) {
      await Promise.all(keys.slice(at, at + 15).map((key) => depot.put(key, bytes("m"))));
    }
    expect(await keysIn(depot, "many/")).toEqual(keys);
    await depot.remove(keys);
    expect(await keysIn(depot, "many/")).toEqual([]);
  });

  it("removes what was begun and never ended", async () => {
    await depot.put("kept", bytes("k"));
    await depot.removeUnfinished(new Date(Date.now() + 60_000));
    expect(await keysIn(depot, "kept")).toEqual(["kept"]);
  });

  describe("of keys that are none", () => {
    it.each([
      "",
      "/a",
      "a/",
      "a//b",
      "../a",
      "a/../b",
      ".",
      "a\0b",
      "a\nb",
      "\ud800",
      "a\uffff",
      "x".repeat(256),
      "a/".repeat(400),
    ])("takes no %j", async (key) => {
      await expect(depot.put(key, bytes("x"))).rejects.toThrow("is no key");
    });
  });
}
