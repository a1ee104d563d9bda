import { askSupervisor } from "./supervisor/ask-supervisor.ts";
import { embeddedPaths, findRunFolder } from "./embedded-paths.ts";
import { findLivePostmaster } from "./postgres/postmaster-pid.ts";
import { stopOrphan } from "./postgres/postgres-server.ts";
import type { ServerFacts } from "./supervisor/protocol.ts";

export type EmbeddedStatus =
  | { readonly state: "stopped" }
  | ({ readonly state: "running" } & ServerFacts)
  /** Its supervisor was killed; the next command takes it over. */
  | { readonly state: "unsupervised"; readonly serverPid: number };

/** Looks, and starts nothing. @param home the project's folder */
export async function statusEmbedded(home: string): Promise<EmbeddedStatus> {
  const paths = embeddedPaths(home);
  const runFolder = findRunFolder(paths);
  const answer = runFolder === null ? null : await askSupervisor(runFolder, { op: "status" });
  answer?.socket.destroy();
  if (answer?.reply.kind === "ready") {
    const { kind: _, ...facts } = answer.reply;
    return { state: "running", ...facts };
  }
  const orphan = findLivePostmaster(paths.cluster);
  return orphan === null ? { state: "stopped" } : { state: "unsupervised", serverPid: orphan.pid };
}

/**
 * Stops the server whoever uses it, and returns when it is gone.
 *
 * @param home the project's folder
 * @returns false when there was none
 */
export async function stopEmbedded(home: string): Promise<boolean> {
  const paths = embeddedPaths(home);
  const runFolder = findRunFolder(paths);
  const answer = runFolder === null ? null : await askSupervisor(runFolder, { op: "stop" });
  answer?.socket.destroy();
  return answer === null ? stopOrphan(paths.cluster) : true;
}
