import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface AskedOfServer {
  /** Path and query. */
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
}

export interface PriceAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON unless it is text or bytes. */
  readonly body: unknown;
  /** The connection is closed after so many bytes of it. */
  readonly cutAfter?: number;
}

export interface PriceServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** In the order in which they came. */
  readonly asked: readonly AskedOfServer[];
}

/** A service of prices on loopback that answers as a function says. */
export async function priceServer(
  answer: (asked: AskedOfServer) => PriceAnswer | Promise<PriceAnswer>,
): Promise<PriceServer> {
  const asked: AskedOfServer[] = [];
  const server = createServer((request, response) => {
    const one = { url: new URL(request.url ?? "/", "http://localhost"), headers: request.headers };
    asked.push(one);
    void Promise.resolve(answer(one)).then((given) => send(response, given));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, { status = 200, headers = {}, body, cutAfter }: PriceAnswer): void {
  const isRaw = typeof body === "string" || body instanceof Uint8Array;
  const bytes = isRaw ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
  response.writeHead(status, { "content-length": String(bytes.length), ...headers });
  if (cutAfter === undefined) response.end(bytes);
  else response.write(bytes.subarray(0, cutAfter), () => response.destroy());
}
