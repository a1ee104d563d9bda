import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import { AppError } from "../../core/errors/app-error.ts";
import { printableLine } from "../../core/text/printable.ts";

/**
 * Answers 404 to addresses that do not exist, and 405 with `Allow` where only the method does not: fastify knows the
 * methods of patterns and not those of addresses, so that the other ones are registered too. To be called before any
 * route is added, and its result when all are.
 *
 * @param answerPage answers where the pages know the address; false where they do not
 */
export function watchRoutes(
  app: FastifyInstance,
  answerPage: (request: FastifyRequest, reply: FastifyReply) => boolean,
): { refuseOthers(): void } {
  const methods = new Map<string, Set<string>>();
  app.addHook("onRoute", ({ url, method }) => {
    const known = methods.get(url) ?? new Set<string>();
    for (const name of [method].flat()) known.add(name);
    methods.set(url, known);
  });
  app.setNotFoundHandler((request, reply) => {
    if (answerPage(request, reply)) return reply;
    throw new AppError("ROUTE_NOT_FOUND", "There is nothing at this address.", {
      hint: "GET /api/v1/openapi.json lists the addresses of the API.",
    });
  });
  return {
    refuseOthers() {
      const found = [...methods];
      for (const [url, known] of found) {
        const others = app.supportedMethods.filter((name) => !known.has(name)) as HTTPMethods[];
        const allow = [...known].sort().join(", ");
        if (others.length === 0 || url.includes("*")) continue;
        app.route({
          method: others,
          // The server puts its prefix before it again.
          url: url.slice(app.prefix.length),
          config: { role: "none" },
          // Before anything is asked of its body, which some methods must have.
          onRequest: async ({ method }) => {
            throw new AppError("METHOD_NOT_ALLOWED", `${printableLine(method)} is not for this address.`, {
              hint: `It takes ${allow}.`,
              details: { allow },
            });
          },
          handler: () => undefined,
        });
      }
    },
  };
}
