import { Type } from "typebox";
import { bytes } from "../routing/answer.ts";
import { type Route, type RouteFacts, route } from "../routing/route.ts";
import { openApiDocument } from "./openapi-document.ts";

/** What the API is, as a document of it. */
export function openApiRoute(routes: readonly RouteFacts[]): Route {
  let text: string | undefined;
  return route({
    method: "GET",
    path: "/api/v1/openapi.json",
    id: "readOpenApi",
    summary: "This document.",
    tag: "about",
    role: "viewer",
    answers: { 200: { description: "OpenAPI 3.1", schema: Type.Object({}, { additionalProperties: true }) } },
    handle: async ({ base }) => {
      text ??= JSON.stringify({ ...openApiDocument(routes), servers: [{ url: `${base}/` }] });
      return bytes("application/json; charset=utf-8", text);
    },
  });
}
