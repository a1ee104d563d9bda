import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import path from "node:path";

export interface TransactionPooler extends AsyncDisposable {
  /** Of the same database, through the pooler. */
  readonly url: string;
}

/**
 * Does what pgbouncer does in transaction mode, as far as it matters: a client has a connection to the server from the
 * first byte of a transaction to its end, and the next transaction may have another one. (The real one gives the same
 * answers; it cannot be had on every machine that runs these tests.)
 */
export async function startTransactionPooler(serverUrl: string): Promise<TransactionPooler> {
  const idle: Socket[] = [];
  const all = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    all.add(socket.on("error", () => undefined));
    return socket;
  };
  const server = createServer((socket) => void serve(keep(socket), serverUrl, { idle, keep }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(serverUrl);
  url.search = "";
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    async [Symbol.asyncDispose]() {
      for (const socket of all) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Shared {
  readonly idle: Socket[];
  readonly keep: (socket: Socket) => Socket;
}

async function serve(client: Socket, serverUrl: string, { idle, keep }: Shared): Promise<void> {
  const [startup] = (await once(client, "data")) as [Buffer];
  // "Logged in", a process id that is nobody's, "ready".
  client.write(
    Buffer.concat([message("R", int32(0)), message("K", int32(999_999, 1)), message("Z", Buffer.from("I"))]),
  );
  let held: Socket | null = null;
  let taking: Promise<Socket> | null = null;
  const take = async (): Promise<Socket> => {
    const backend = idle.pop() ?? (await open(keep, serverUrl, startup));
    backend.on("data", (chunk: Buffer) => {
      client.write(chunk);
      if (!chunk.subarray(-6, -1).equals(Buffer.from([0x5a, 0, 0, 0, 5])) || chunk.at(-1) !== 0x49) return;
      backend.removeAllListeners("data");
      held = null;
      taking = null;
      idle.push(backend);
    });
    held = backend;
    return backend;
  };
  client.on("data", (chunk: Buffer) => {
    if (chunk[0] === 0x58) client.end();
    else if (held !== null) held.write(chunk);
    else void (taking ??= take()).then((backend) => backend.write(chunk));
  });
}

/** A connection that has come as far as "ready"; these servers ask for no password. */
async function open(keep: Shared["keep"], serverUrl: string, startup: Buffer): Promise<Socket> {
  const { searchParams, hostname, port } = new URL(serverUrl);
  const folder = searchParams.get("host");
  const number = Number(port || "5432");
  const target = folder === null ? { host: hostname, port: number } : { path: path.join(folder, `.s.PGSQL.${number}`) };
  const backend = keep(connect(target));
  backend.write(startup);
  for (;;) {
    const [chunk] = (await once(backend, "data")) as [Buffer];
    if (chunk.at(-6) === 0x5a) return backend;
  }
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function int32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeInt32BE(value, 4 * index);
  return bytes;
}
