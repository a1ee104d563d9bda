import type { Browser } from "playwright-core";
import { type FixtureServer, startFixtureServer } from "../../../ui/dev/fixture-server.ts";
import { launchBrowser } from "./browser.ts";
import { buildUi } from "./built-ui.ts";

/** The built pages, served with sample data, and a browser to look at them. */
export interface Pages extends AsyncDisposable {
  readonly server: FixtureServer;
  readonly browser: Browser;
}

export async function servePages(): Promise<Pages> {
  const built = await buildUi();
  const server = await startFixtureServer(built.folder);
  const browser = await launchBrowser();
  return {
    server,
    browser,
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server.close();
      await built[Symbol.asyncDispose]();
    },
  };
}
