import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface WebhookServer extends AsyncDisposable {
  readonly url: string;
  /** Bodies of the calls so far, parsed. */
  readonly calls: readonly Readonly<Record<string, unknown>>[];
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A stand-in for Slack on this machine. Its path is a secret, as Slack's is. */
export async function webhookServer(answer: Answer): Promise<WebhookServer> {
  const calls: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      calls.push(JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>);
      answer(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/services/T000/B000/s3cr3tTok3n`,
    calls,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
