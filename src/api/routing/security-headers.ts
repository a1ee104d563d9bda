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

/** @param isSecure browsers reach the service by https, and are to go on so */
export function addSecurityHeaders(app: FastifyInstance, isSecure: boolean): void {
  const all = isSecure ? { ...HEADERS, "strict-transport-security": "max-age=31536000" } : HEADERS;
  app.addHook("onRequest", async (_request, reply) => {
    void reply.headers(all);
  });
}
