import { type IncomingHttpHeaders, request as send } from "node:http";
import type { CliProject } from "./nightgrid.ts";

/** An answer as it came over the wire. */
export interface Told {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Asking {
  readonly headers?: Readonly<Record<string, string>>;
  /** What is no text is sent as JSON. */
  readonly body?: unknown;
  /** Hears an answer that never ends until its first bytes. */
  readonly isEndless?: boolean;
}

/** The service as a process of its own, on any port that is free. */
export interface Served {
  readonly url: string;
  /** Sends method, path and headers exactly as they are written: others tidy what an attacker would not. */
  ask(method: string, path: string, asking?: Asking): Promise<Told>;
  /** JSON to a path of the API. */
  post(path: string, body: object, headers?: Readonly<Record<string, string>>): Promise<Response>;
  says(text: string): Promise<void>;
  /** Of the link that lets in once; null without one. */
  secret(): string | null;
  stop(): ReturnType<CliProject["run"]>;
}

const PATIENT = { NIGHTGRID_RATE_WRITE: "100000 per minute", NIGHTGRID_RATE_READ: "100000 per minute" };

/** @param args `api` or `up`, and what follows it */
export async function served(
  project: CliProject,
  {
    env = {},
    args = ["api", "--port", "0"],
  }: { readonly env?: NodeJS.ProcessEnv; readonly args?: readonly string[] } = {},
): Promise<Served> {
  const command = project.start(args, { ...PATIENT, ...env });
  let said = "";
  for (const stream of [command.child.stdout, command.child.stderr])
    stream.on("data", (text) => (said += String(text)));
  await command.says(args[0] === "up" ? "nightgrid is up" : "The API is up");
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? "";
  return {
    url,
    ask: (method, path, asking) => ask(url, method, path, asking),
    post: (path, body, headers = {}) =>
      fetch(`${url}/api/v1/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      }),
    says: (text) => command.says(text),
    secret: () => /\/auth\/link#([\w-]{43})/.exec(said)?.[1] ?? null,
    stop: async () => {
      command.child.kill("SIGTERM");
      return command.ended;
    },
  };
}

function ask(url: string, method: string, path: string, { headers = {}, body, isEndless }: Asking = {}): Promise<Told> {
  const { hostname, port } = new URL(url);
  const content = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const type = content === undefined ? {} : { "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    const request = send({ hostname, port, method, path, headers: { ...type, ...headers }, agent: false }, (answer) => {
      let text = "";
      const tell = () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
      answer.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
        if (isEndless !== true) return;
        tell();
        request.destroy();
      });
      answer.on("end", tell);
    });
    request.on("error", reject).end(content);
  });
}

/** A token made by the command. @returns the header that sends it */
export async function bearerOf(project: CliProject, role: "viewer" | "operator" | "admin") {
  const { document } = await project.json("created_token", ["tokens", "create", "--name", `a ${role}`, "--role", role]);
  return { authorization: `Bearer ${document.token}` };
}
