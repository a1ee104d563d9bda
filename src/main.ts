import { runCommandLine } from "./cli/run-command-line.ts";

await runCommandLine({
  serveApi: async (options) => (await import("./api/serve-api.ts")).serveApi(options),
});
