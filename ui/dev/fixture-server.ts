import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerOf, type FixtureAnswer } from "./answers.ts";
import { CONTENT_SECURITY_POLICY, readStatic, SANDBOXED_POLICY } from "./static-files.ts";

export interface FixtureServer extends AsyncDisposable {
  readonly url: string;
  /** Requests that change something, in the order in which they came. */
  readonly changes: readonly { readonly method: string; readonly path: string; readonly body: string }[];
  /** Every request of the API. */
  readonly asked: readonly string[];
  /** Answers in place of the sample data, by path; `null` hangs up. */
  readonly instead: Map<string, FixtureAnswer | null>;
  /** Sends an event to every open stream. */
  tell(kind: string, data: unknown): void;
  openStreams(): number;
  close(): Promise<void>;
}

/**
 * Serves the built pages, and sample data as the API would give it: to work on the pages, and to test them.
 * @param port 0 for any
 */
export async function startFixtureServer(folder: string, port = 0): Promise<FixtureServer> {
  const streams = new Set<ServerResponse>();
  const changes: { method: string; path: string; body: string }[] = [];
  const asked: string[] = [];
  const instead = new Map<string, FixtureAnswer | null>();
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://localhost");
    response.setHeader("content-security-policy", CONTENT_SECURITY_POLICY);
    if (!url.pathname.startsWith("/api/v1")) {
      const { type, content } = await readStatic(folder, url.pathname);
      response.writeHead(200, { "content-type": type }).end(content);
      return;
    }
    const path = url.pathname.slice("/api/v1".length);
    if (path === "/events") return follow(response);
    asked.push(`${request.method ?? "GET"} ${path}${url.search}`);
    const body = await textOf(request);
    if (request.method !== "GET") changes.push({ method: request.method ?? "", path, body });
    const given = instead.get(path) ?? instead.get(`${request.method} ${path}`);
    if (given === null || instead.get("*") === null) return void response.destroy();
    // As the service does: a page that a run wrote may be framed, and reaches nothing.
    if (/\/artifacts\/.+\.html$/.test(path)) response.setHeader("content-security-policy", SANDBOXED_POLICY);
    const { status, type, content } = given ?? answerOf(request.method ?? "GET", path, { url, body });
    response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(content);
  };
  const follow = (response: ServerResponse): void => {
    if (instead.get("*") === null) return void response.destroy();
    response
      .writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" })
      .write("retry: 200\n\n");
    streams.add(response);
    response.once("close", () => streams.delete(response));
  };
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const close = async (): Promise<void> => {
    for (const stream of streams) stream.destroy();
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    changes,
    asked,
    instead,
    tell: (kind, data) => {
      for (const stream of streams) stream.write(`event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    openStreams: () => streams.size,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
