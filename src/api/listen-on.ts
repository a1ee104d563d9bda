import type { FastifyInstance } from "fastify";
import { AppError } from "../core/errors/app-error.ts";

/** Takes requests at an address. @returns its URL @throws AppError ADDRESS_IN_USE */
export async function listenOn(
  app: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "EADDRINUSE") {
      throw new AppError("ADDRESS_IN_USE", `Another program listens on port ${port} of ${host} already.`, {
        hint: "Is a `nightgrid up` running? End it, or take another port: --port 4401.",
      });
    }
    if (code === "EACCES" || code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
      throw new AppError("ADDRESS_IN_USE", `Nightgrid may not listen on port ${port} of ${host}: ${String(code)}.`, {
        hint: "Take a port above 1023 and an address of this host: --host 127.0.0.1 --port 4400.",
      });
    }
    throw error;
  }
}
