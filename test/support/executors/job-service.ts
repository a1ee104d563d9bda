import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** Jobs outside of all workers, over HTTP on this host: they live until they are ended, or their answers are let go. */
export interface JobService extends AsyncDisposable {
  readonly url: string;
  /** The cells of each job that was begun, as they were sent. */
  readonly begun: readonly string[];
  /** Jobs that have not been ended. */
  readonly alive: ReadonlySet<string>;
  /** Resolves once so many jobs have been begun. */
  whenBegun(count: number): Promise<void>;
  /** Answers all who wait, and whoever asks from now on. */
  letGo(): void;
  /** Hangs up on all who wait. */
  cutOff(): void;
  /** From now on, jobs cannot be ended, or can. */
  refuseToEnd(refuses: boolean): void;
}

export async function startJobService(): Promise<JobService> {
  const begun: string[] = [];
  const jobs = new Map<string, string>();
  const alive = new Set<string>();
  const { promise: opened, resolve: letGo } = Promise.withResolvers<void>();
  let told: (() => void) | undefined;
  let refuses = false;
  let isOpen = false;

  const answers: Readonly<Record<string, (name: string, body: string) => Promise<readonly [number, string]>>> = {
    async PUT(name, body) {
      begun.push(body);
      jobs.set(name, body);
      alive.add(name);
      told?.();
      return [201, ""];
    },
    async GET(name) {
      const job = jobs.get(name);
      if (job === undefined) return [404, ""];
      await opened;
      alive.delete(name);
      return [200, job];
    },
    async HEAD(name) {
      return [jobs.has(name) ? (isOpen ? 200 : 202) : 404, ""];
    },
    async DELETE(name) {
      if (refuses) return [503, ""];
      alive.delete(name);
      return [204, ""];
    },
  };
  const server = createServer((request, response) => {
    void (async () => {
      const [status, body] = (await answers[request.method ?? ""]?.(request.url ?? "", await text(request))) ?? [
        405,
        "",
      ];
      response.writeHead(status).end(body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    begun,
    alive,
    whenBegun(count) {
      return new Promise((resolve) => {
        told = () => begun.length >= count && resolve();
        told();
      });
    },
    letGo() {
      isOpen = true;
      letGo();
    },
    cutOff: () => server.closeAllConnections(),
    refuseToEnd(whether) {
      refuses = whether;
    },
    async [Symbol.asyncDispose]() {
      letGo();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
