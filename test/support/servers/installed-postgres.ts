import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";

/** A server of the Postgres that is installed on this machine, with its tools. */
export interface InstalledPostgres extends AsyncDisposable {
  /** Of a database of it. */
  url(database: string): string;
  /** Runs a tool of it, such as `pg_dump`. */
  run(tool: string, ...args: readonly string[]): Promise<void>;
}

/** Null where none is installed with all that a backup takes. */
export function installedPostgres(): string | null {
  try {
    const folder = execFileSync("pg_config", ["--bindir"], { encoding: "utf8" }).trim();
    const tools = ["initdb", "postgres", "pg_dump", "pg_restore", "createdb"];
    return tools.every((tool) => existsSync(path.join(folder, tool))) ? folder : null;
  } catch {
    return null;
  }
}

/** @param bin as `installedPostgres` gives it */
export async function startInstalledPostgres(bin: string): Promise<InstalledPostgres> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-installed-"));
  const account = accountFor(folder);
  const data = path.join(folder, "data");
  execFileSync(path.join(bin, "initdb"), ["-D", data, "-U", "nightgrid", "-A", "trust", "-E", "UTF8"], { ...account });
  const port = await freePort();
  const options = ["-D", data, "-p", String(port), "-k", folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"];
  const server = spawn(path.join(bin, "postgres"), options, { ...account, stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(server, "exit");
  await new Promise<void>((resolve, reject) => {
    let said = "";
    server.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("ready to accept connections")) resolve();
    });
    server.once("exit", () => reject(new Error(said)));
  });
  const url = (database: string) => `postgres://nightgrid@127.0.0.1:${port}/${database}`;
  return {
    url,
    async run(tool, ...args) {
      const child = spawn(path.join(bin, tool), args, { stdio: ["ignore", "ignore", "pipe"] });
      let said = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
      const [code] = (await once(child, "close")) as [number];
      if (code !== 0) throw new Error(`${tool} ended with ${code}: ${said}`);
    },
    async [Symbol.asyncDispose]() {
      server.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Postgres refuses to be root. */
function accountFor(folder: string): { readonly uid?: number; readonly gid?: number } {
  if (process.geteuid?.() !== 0) return {};
  const ask = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  const account = { uid: ask("-u"), gid: ask("-g") };
  chownSync(folder, account.uid, account.gid);
  return account;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
