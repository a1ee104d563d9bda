import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { etagOf, matchesEtag } from "../routing/etag.ts";
import type { UiFile } from "./ui-files.ts";

const INDEX = "/index.html";
const YEAR_S = 31_536_000;

/** The pages, for those who ask with a browser. */
export interface Pages {
  addTo(app: FastifyInstance): void;
  /** Answers a browser at an address that the pages know by themselves; false where it is none of theirs. */
  readonly answer: (request: FastifyRequest, reply: FastifyReply) => boolean;
}

/**
 * @param files of the web UI; none: people are told how to build it
 * @param base path below which they are served, `/` at its end
 */
export function createPages(files: readonly UiFile[], base = "/"): Pages {
  const index = based(files.find(({ address }) => address === INDEX) ?? NOT_BUILT, base);
  return {
    addTo(app) {
      for (const file of files) {
        if (file.address === INDEX) continue;
        app.get(file.address, { config: { role: "none" } }, (request, reply) => sendFile(file, request, reply));
      }
    },
    answer(request, reply) {
      if (!isForPages(request)) return false;
      void sendFile(index, request, reply);
      return true;
    },
  };
}

/** It names files from the root, since it is the page of every address. */
function based(index: UiFile, base: string): UiFile {
  if (base === "/") return index;
  const text = index.content.toString("utf8").replaceAll(/((?:src|href)=["']?)\//g, `$1${base}`);
  return { ...index, content: Buffer.from(text), encoded: [] };
}

function isForPages({ method, url, headers, server }: FastifyRequest): boolean {
  const isReading = method === "GET" || method === "HEAD";
  return (
    isReading && !url.slice(server.prefix.length).startsWith("/api/") && (headers.accept ?? "").includes("text/html")
  );
}

function sendFile(file: UiFile, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const etag = etagOf(file.content);
  void reply
    .headers({
      etag,
      vary: "accept-encoding",
      "cache-control": file.isImmutable ? `public, max-age=${YEAR_S}, immutable` : "no-cache",
    })
    .type(file.type);
  if (matchesEtag(request.headers["if-none-match"], etag)) return reply.code(304).send();
  const accepted = request.headers["accept-encoding"] ?? "";
  const smaller = file.encoded.find(({ encoding }) => new RegExp(`\\b${encoding}\\b`).test(accepted));
  if (smaller !== undefined) void reply.header("content-encoding", smaller.encoding);
  return reply.code(200).send(smaller?.content ?? file.content);
}

const NOT_BUILT: UiFile = {
  address: INDEX,
  type: "text/html; charset=utf-8",
  content: Buffer.from(
    "<!doctype html><html lang=en><meta charset=utf-8><title>Nightgrid</title><h1>Nightgrid is up</h1>" +
      "<p>Its web pages have not been built in this clone: run <code>npm run build:ui</code> and start it again. " +
      "The API works: <a href=/api/v1/openapi.json>/api/v1/openapi.json</a>.",
  ),
  encoded: [],
  isImmutable: false,
};
