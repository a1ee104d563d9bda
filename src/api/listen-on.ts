import type { FastifyInstance } from "fastify";
import { AppError } from "../core/errors/app-error.ts";
import type { ServiceSettings } from "../app/service/service-settings.ts";

/** Ports after the usual one that are tried where nobody named one. */
const TRIED = 20;

/**
 * Takes requests at an address. Where the port is the usual one and taken, the next one that is free is as good.
 *
 * @returns its URL
 * @throws AppError ADDRESS_IN_USE
 */
export async function listenOn(
  app: FastifyInstance,
  { host, port, isPortGiven }: Pick<ServiceSettings, "host" | "port" | "isPortGiven">,
): Promise<string> {
  const ports = isPortGiven ? [port] : Array.from({ length: TRIED }, (_, i) => port + i);
  for (const next of ports) {
    try {
      return await app.listen({ host, port: next });
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      if (code === "EADDRINUSE" && next !== ports.at(-1)) continue;
      throw explained(code, { host, port: next }) ?? error;
    }
  }
  throw new Error("No port was tried");
}

function explained(code: unknown, { host, port }: { readonly host: string; readonly port: number }): AppError | null {
  if (code === "EADDRINUSE") {
    return new AppError("ADDRESS_IN_USE", `Another program listens on port ${port} of ${host} already.`, {
      hint: "Is a `nightgrid up` running? End it, or take another port: --port 4401.",
    });
  }
  if (code !== "EACCES" && code !== "EADDRNOTAVAIL" && code !== "ENOTFOUND") return null;
  return new AppError("ADDRESS_IN_USE", `Nightgrid may not listen on port ${port} of ${host}: ${code}.`, {
    hint: "Take a port above 1023 and an address of this host: --host 127.0.0.1 --port 4400.",
  });
}
