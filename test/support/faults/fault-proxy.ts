import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import path from "node:path";
import { randomOf } from "./seeded-random.ts";
import { errorAnswer, Frames, typeOf } from "./frames.ts";

/** Shares of all transactions at their begin, and again at their commit, and of all single statements; each from 0 to 1. */
export interface FaultShares {
  /** Not done, and said so at once. */
  readonly error: number;
  /** Not done, and the connection is lost after a while. */
  readonly timeout: number;
  /** Done, and the connection is lost before anybody hears of it. */
  readonly doneButLost: number;
}

export const FIVE_PERCENT_EACH: FaultShares = { error: 0.05, timeout: 0.05, doneButLost: 0.05 };

export interface FaultProxy extends AsyncDisposable {
  /** Of the same database, through the faults. */
  readonly url: string;
  readonly faults: Readonly<FaultCounts>;
}

type FaultCounts = Record<keyof FaultShares | "requests", number>;

/** A conflict, a broken connection, and no connection left: what Postgres says where trying again may help. */
const STATES = ["40001", "08006", "53300"] as const;
const TIMEOUT_MS = 200;

/**
 * Stands between us and Postgres and lets requests (a simple query, or all up to a Sync) fail: where a transaction begins, where
 * it is committed, and where there is none. (Each statement of a transaction of ten failing by itself, one in five would come
 * through.) The seed decides which, in the order in which they come: with one connection the same ones each time.
 */
export async function startFaultProxy(
  serverUrl: string,
  seed: number,
  shares: FaultShares = FIVE_PERCENT_EACH,
): Promise<FaultProxy> {
  const random = randomOf(seed);
  const faults: FaultCounts = { requests: 0, error: 0, timeout: 0, doneButLost: 0 };
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket.on("error", () => socket.destroy()).once("close", () => sockets.delete(socket)));
    return socket;
  };
  const draw = (): keyof FaultShares | null => {
    faults.requests += 1;
    let left = random();
    for (const kind of ["error", "timeout", "doneButLost"] as const) {
      left -= shares[kind];
      if (left >= 0) continue;
      faults[kind] += 1;
      return kind;
    }
    return null;
  };
  const server = createServer((client) => {
    relay(keep(client), keep(connect(targetOf(serverUrl))), {
      draw,
      state: () => STATES[Math.floor(random() * 3)] ?? "08006",
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(serverUrl);
  url.search = "";
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    faults,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function relay(
  client: Socket,
  backend: Socket,
  { draw, state }: { readonly draw: () => keyof FaultShares | null; readonly state: () => string },
): void {
  const [asked, answered] = [new Frames("client"), new Frames("server")];
  let request: Buffer[] = [];
  let status = "I";
  let isLogin = true;
  let isLost = false;
  const lose = (): void => {
    client.destroy();
    backend.destroy();
  };
  client.once("close", () => backend.end());
  backend.once("close", () => client.end());
  backend.on("data", (chunk: Buffer) => {
    for (const message of answered.cut(chunk)) {
      if (typeOf(message) === "Z") status = String.fromCharCode(message[5] ?? 0x49);
      if (!isLost) client.write(message);
      else if (typeOf(message) === "Z") lose();
    }
  });
  client.on("data", (chunk: Buffer) => {
    for (const message of asked.cut(chunk)) {
      request.push(message);
      const isWhole = isLogin || ["Q", "S", "X"].includes(typeOf(message));
      if (!isWhole) continue;
      const isExposed = !isLogin && typeOf(message) !== "X" && (status === "I" || isCommit(message));
      const fault = isExposed ? draw() : null;
      if (fault === "error") client.write(errorAnswer(state(), "a fault on purpose", status));
      else if (fault === "timeout") setTimeout(lose, TIMEOUT_MS);
      else backend.write(Buffer.concat(request));
      isLost ||= fault === "doneButLost";
      request = [];
      isLogin = false;
    }
  });
}

function isCommit(message: Buffer): boolean {
  return typeOf(message) === "Q" && message.toString("utf8", 5, 11).toLowerCase() === "commit";
}

/** These servers ask for no password. */
function targetOf(url: string) {
  const { searchParams, hostname, port } = new URL(url);
  const folder = searchParams.get("host");
  const number = Number(port || "5432");
  return folder === null ? { host: hostname, port: number } : { path: path.join(folder, `.s.PGSQL.${number}`) };
}
