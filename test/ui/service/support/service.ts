import { createServer } from "node:net";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { type CliProject, createCliProject } from "../../../cli/support/nightgrid.ts";
import type { RunningCommand } from "../../../support/commands/running-command.ts";
import { launchBrowser, openPage, type PageChoice } from "../../support/browser.ts";
import { ensureShippedUi } from "./shipped-ui.ts";

/** The real `nightgrid up` as a process, and a real browser. */
export interface Service extends AsyncDisposable {
  readonly project: CliProject;
  readonly url: string;
  readonly browser: Browser;
  /** Starts it, at the same address as before. @returns the address that lets in once */
  start(env?: NodeJS.ProcessEnv): Promise<string>;
  /** A page of somebody who is signed in already, and what has gone wrong in it. */
  open(choice?: PageChoice): Promise<OpenedPage>;
  /** Opens a link that lets in once, and remembers who that is for the pages opened later. */
  signIn(link: string): Promise<OpenedPage>;
  /** Ends it as Ctrl-C does, or at once as a power cut would. */
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
}

type OpenedPage = Awaited<ReturnType<typeof openPage>>;

export async function openService(): Promise<Service> {
  await ensureShippedUi();
  const project = await createCliProject();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const browser = await launchBrowser();
  let up: RunningCommand | null = null;
  let cookies: Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>> = [];
  const stop: Service["stop"] = async (signal = "SIGTERM") => {
    up?.child.kill(signal);
    await up?.ended;
    up = null;
  };
  return {
    project,
    url,
    browser,
    async start(env = {}) {
      up = project.start(["up", "--slots", "1", "--port", String(port)], { ...PATIENT, ...env });
      let said = "";
      up.child.stdout.on("data", (text) => (said += String(text)));
      await up.says("It lets you in once");
      return /http:\S+\/auth\/link#[\w-]+/.exec(said)?.[0] ?? "";
    },
    async open(choice) {
      const opened = await openPage(browser, choice);
      await opened.page.context().addCookies(cookies);
      return opened;
    },
    async signIn(link) {
      const opened = await openPage(browser);
      await opened.page.goto(link);
      await opened.page.getByRole("heading", { name: "DAGs", exact: true }).waitFor();
      cookies = await opened.page.context().cookies();
      return opened;
    },
    stop,
    async [Symbol.asyncDispose]() {
      await browser.close();
      await stop("SIGKILL");
    },
  };
}

const PATIENT = { NIGHTGRID_RATE_WRITE: "100000 per minute", NIGHTGRID_RATE_READ: "100000 per minute" };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
