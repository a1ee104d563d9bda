import type { FastifyInstance } from "fastify";

/** Of all answers but those that say otherwise. */
const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

/** @param publicUrl how browsers reach the service; by https they are to go on so */
export function securityHeaders(publicUrl: URL | null): Readonly<Record<string, string>> {
  return publicUrl?.protocol === "https:" ? { ...HEADERS, "strict-transport-security": "max-age=31536000" } : HEADERS;
}

/** Puts them on what is answered to requests that can be read. */
export function addSecurityHeaders(app: FastifyInstance, publicUrl: URL | null): void {
  const all = securityHeaders(publicUrl);
  app.addHook("onRequest", async (_request, reply) => {
    void reply.headers(all);
  });
}
