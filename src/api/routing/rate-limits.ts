import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "../../core/errors/app-error.ts";
import type { RateSettings } from "../../app/service/rate-settings.ts";

const READING: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

declare module "fastify" {
  interface FastifyContextConfig {
    /** It starts runs, of which there may be a limit of their own. */
    startsRun?: boolean;
  }
}

/** Requests that one may send in a time: who is known is counted by name, others by their address. In this process alone. */
export async function addRateLimits(app: FastifyInstance, settings: RateSettings): Promise<void> {
  await app.register(rateLimit, {
    global: true,
    hook: "preValidation",
    max: (request) => ruleOf(request, settings).max,
    timeWindow: (request) => ruleOf(request, settings).windowMs,
    keyGenerator: (request) => `${whoOf(request)} ${ruleOf(request, settings).name}`,
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

function whoOf({ principal, ip }: FastifyRequest): string {
  return principal === null ? ip : `${principal.kind}:${principal.id}`;
}

function ruleOf(request: FastifyRequest, { read, write, runs }: RateSettings) {
  if (READING.has(request.method)) return { name: "read", ...read };
  return runs !== null && request.routeOptions.config.startsRun === true
    ? { name: "runs", ...runs }
    : { name: "write", ...write };
}
