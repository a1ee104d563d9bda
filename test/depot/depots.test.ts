import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { describe } from "vitest";
import { folderDepot } from "../../src/depot/folder-depot.ts";
import { depotBattery } from "../support/s3/depot-battery.ts";
import { startS3Server } from "../support/s3/s3-server.ts";
import { depotOn, useKeys } from "../support/s3/depot-on.ts";

describe("a folder", () => {
  depotBattery(async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "depot-"));
    return {
      depot: folderDepot(folder),
      isS3: false,
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    };
  });
});

describe.each(["", "night/2026", "odd prefix/ü&+%2F'"])("a bucket below %j", (prefix) => {
  depotBattery(async () => {
    const server = await startS3Server({ pageSize: 100 });
    useKeys(server.keys);
    const depot = depotOn(server, { prefix });
    return {
      depot,
      isS3: true,
      async [Symbol.asyncDispose]() {
        depot.close();
        await server[Symbol.asyncDispose]();
      },
    };
  });
});
