// Serves the built pages with sample data: npm run build:ui && npx node ui/dev/serve.ts [port]
import path from "node:path";
import { startFixtureServer } from "./fixture-server.ts";

const port = Number(process.argv[2] ?? 4500);
const server = await startFixtureServer(path.resolve(import.meta.dirname, "../../dist/ui"), port);
process.stdout.write(`${server.url}\n`);
