import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "../../core/errors/app-error.ts";
import type { AccessSettings } from "../../access/access-settings.ts";
import type { RateSettings } from "../../app/service/rate-settings.ts";
import type { ServiceSettings } from "../../app/service/service-settings.ts";
import { requestFacts } from "../access/request-facts.ts";

const READING: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

declare module "fastify" {
  interface FastifyContextConfig {
    /** It starts runs, of which there may be a limit of their own. */
    startsRun?: boolean;
  }
}

/** Requests that one may send in a time: who is known is counted by name, others by their address. In this process alone. */
export async function addRateLimits(
  app: FastifyInstance,
  { rates, access }: Pick<ServiceSettings, "rates" | "access">,
): Promise<void> {
  await app.register(rateLimit, {
    global: true,
    hook: "preValidation",
    max: (request) => ruleOf(request, rates).max,
    timeWindow: (request) => ruleOf(request, rates).windowMs,
    keyGenerator: (request) => `${whoOf(request, access)} ${ruleOf(request, rates).name}`,
    cache: 20_000,
    errorResponseBuilder: (_request, { max, ttl }) => {
      const seconds = Math.max(1, Math.ceil(ttl / 1000));
      return new AppError("RATE_LIMITED", `So many requests are let through only: ${max} in this time.`, {
        hint: `Wait ${seconds === 1 ? "a second" : `${seconds} seconds`}; NIGHTGRID_RATE_READ, _WRITE and _RUNS set the limits.`,
        details: { retryAfterS: seconds },
      });
    },
  });
}

/** Behind a proxy of ours, an address is that of who asks it: one who tries too often would keep all others out. */
function whoOf(request: FastifyRequest, access: AccessSettings): string {
  const { nightgridPrincipal: principal } = request;
  return principal === null ? requestFacts(request, { settings: access }).address : `${principal.kind}:${principal.id}`;
}

function ruleOf(request: FastifyRequest, { read, write, runs }: RateSettings) {
  if (READING.has(request.method)) return { name: "read", ...read };
  return runs !== null && request.routeOptions.config.startsRun === true
    ? { name: "runs", ...runs }
    : { name: "write", ...write };
}
