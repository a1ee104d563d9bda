import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A webhook on loopback that takes whatever comes. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  /** How often a message came whole, by its idempotency key. */
  readonly received: ReadonlyMap<string, number>;
}

export async function startReceiver(): Promise<Receiver> {
  const received = new Map<string, number>();
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const key = request.headers["idempotency-key"]?.toString() ?? "without a key";
      received.set(key, (received.get(key) ?? 0) + 1);
      response.end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/chaos`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
