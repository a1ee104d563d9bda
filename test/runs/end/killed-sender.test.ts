import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { outboxBench, type OutboxBench } from "../../support/outbox/outbox-bench.ts";
import { sampleDag } from "../../support/sample-dag.ts";

const MAIN = path.resolve(import.meta.dirname, "fixtures/sender-main.ts");

let outbox: OutboxBench;
let sender: ChildProcess | undefined;
/** Keys of the posts that arrived, whole. */
let keys: (string | undefined)[] = [];
/** The next post kills who sent it, once it has arrived and before anything is answered. */
let isDeadly = false;

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    keys.push(request.headers["idempotency-key"]?.toString());
    if (isDeadly) sender?.kill("SIGKILL");
    else response.end("ok");
  });
});

beforeEach(async () => {
  keys = [];
  outbox = await outboxBench();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  sender?.kill("SIGKILL");
  server.closeAllConnections();
  server.close();
  await outbox[Symbol.asyncDispose]();
});

/** A sending process; gives back what ended it: an exit code, or a signal. */
async function send(): Promise<unknown> {
  const { port } = server.address() as AddressInfo;
  const env = { ...process.env, ALERT_WEBHOOK_URL: `http://127.0.0.1:${port}/hook/s3cr3t` };
  sender = spawn(process.execPath, [MAIN, outbox.project.database.url], { env, stdio: "inherit" });
  const [code, signal]: readonly unknown[] = await once(sender, "exit");
  return signal ?? code;
}

it("a sender killed -9 between send and mark: the message comes again with its key, and never again once it is marked", async () => {
  const alerts = [{ name: "rule", when: "cells.total == 16", to: ["webhook"] } as const];
  const id = await outbox.endRun(sampleDag({ id: "watched", alerts }));
  isDeadly = true;
  expect(await send()).toBe("SIGKILL");
  isDeadly = false;
  expect(keys).toEqual([`${id}/rule`]);

  // Whoever looks at once leaves it to the sender, who may be alive.
  expect(await send()).toBe(0);
  expect(keys).toHaveLength(1);

  await outbox.pass(1);
  expect(await send()).toBe(0);
  expect(keys).toEqual([`${id}/rule`, `${id}/rule`]);

  await outbox.pass(48);
  expect(await send()).toBe(0);
  expect(keys).toHaveLength(2);
  const { rows } = await outbox.deps.database.query("select state, attempts from delivery");
  expect(rows).toEqual([{ state: "delivered", attempts: 2 }]);
});
