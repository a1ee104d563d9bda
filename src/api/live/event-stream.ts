import type { Server } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../../core/errors/app-error.ts";

/** A stream of server-sent events to one client. */
export interface EventStream {
  /** That it is sent by. */
  readonly server: Server;
  /** @param data is sent as JSON */
  send(event: { readonly id: string; readonly name: string; readonly data: unknown }): void;
  /** Fires when the client has gone, or was let go because it does not read. */
  readonly closed: AbortSignal;
  end(): void;
}

const HEARTBEAT_MS = 15_000;
/** After which clients come again, in milliseconds. */
const RETRY_MS = 3000;
/** What may wait for a client that does not read; it comes again and is told to look at everything. */
const MOST_WAITING_BYTES = 1024 * 1024;
const MOST_STREAMS = 2000;

const open = new Set<EventStream>();

/** Ends all streams of a server: it would wait for them for ever. */
export function endStreamsOf(app: FastifyInstance): void {
  app.addHook("preClose", async () => {
    for (const stream of open) if (stream.server === app.server) stream.end();
  });
}

/**
 * Begins a stream.
 *
 * @throws AppError NOT_ACCEPTABLE when the client takes no events; STREAMS_FULL when too many are open
 */
export function openEventStream(request: FastifyRequest, reply: FastifyReply): EventStream {
  const accepted = request.headers.accept ?? "*/*";
  if (!/text\/(event-stream|\*)|\*\/\*/.test(accepted)) {
    throw new AppError("NOT_ACCEPTABLE", "This address is a stream of events.", {
      hint: "Send the header Accept: text/event-stream.",
    });
  }
  if (open.size >= MOST_STREAMS) {
    throw new AppError("STREAMS_FULL", `${MOST_STREAMS} streams are open already.`, {
      hint: "Close pages that nobody looks at, or serve the API from a second process.",
      details: { retryAfterS: 10 },
    });
  }
  const { raw } = reply;
  const closing = new AbortController();
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  raw.write(`retry: ${RETRY_MS}\n\n`);
  const write = (text: string): void => {
    if (raw.writableLength > MOST_WAITING_BYTES) raw.destroy();
    else raw.write(text);
  };
  const beating = setInterval(() => write(": still here\n\n"), HEARTBEAT_MS);
  raw.once("close", () => {
    clearInterval(beating);
    open.delete(stream);
    closing.abort();
  });
  const stream: EventStream = {
    server: request.server.server,
    send: ({ id, name, data }) => write(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`),
    closed: closing.signal,
    end: () => raw.end(),
  };
  open.add(stream);
  return stream;
}
