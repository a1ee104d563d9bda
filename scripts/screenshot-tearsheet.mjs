// Takes a picture of a tearsheet as a reader sees it, for the docs and for looking at one's own changes.
//
//   CHROMIUM=/usr/bin/chromium node scripts/screenshot-tearsheet.mjs tearsheet.html out.png [dark] [phone] [print] [top]
//
// `top` keeps the first 1,400 pixels. Talks to the browser by its DevTools protocol; needs no package.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [page, target, ...modes] = process.argv.slice(2);
if (page === undefined || target === undefined) {
  console.error(
    "Usage: CHROMIUM=<browser> node scripts/screenshot-tearsheet.mjs <page.html> <picture.png> [dark] [phone] [print] [top]",
  );
  process.exit(64);
}

const WIDTHS = { desktop: 1280, phone: 390, print: 740 };
const width = modes.includes("phone") ? WIDTHS.phone : modes.includes("print") ? WIDTHS.print : WIDTHS.desktop;

const profile = mkdtempSync(path.join(os.tmpdir(), "tearsheet-"));
const browser = spawn(process.env.CHROMIUM ?? "chromium", [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--hide-scrollbars",
  "--remote-debugging-port=0",
  `--user-data-dir=${profile}`,
  "about:blank",
]);

try {
  const devtools = await connect(await debuggerAddress());
  await picture(devtools);
  devtools.close();
} finally {
  const closed = new Promise((resolve) => browser.once("exit", resolve));
  browser.kill();
  await closed;
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}

async function debuggerAddress() {
  let output = "";
  for await (const chunk of browser.stderr) {
    output += chunk;
    const found = /DevTools listening on (ws:\S+)/.exec(output)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error(`The browser did not start:\n${output}`);
}

/** One tab, with `send` for commands and `once` for events. */
async function connect(address) {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", reject);
  });
  const waiting = new Map();
  let lastId = 0;
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(data);
    waiting.get(message.id ?? message.method)?.(message);
  });
  const send = async (method, params = {}, sessionId) => {
    lastId += 1;
    const id = lastId;
    const answer = new Promise((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params, sessionId }));
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  return {
    send: (method, params) => send(method, params, sessionId),
    once: (event) => new Promise((resolve) => waiting.set(event, resolve)),
    close: () => socket.close(),
  };
}

async function picture({ send, once }) {
  await send("Page.enable");
  await send("Emulation.setDeviceMetricsOverride", {
    width,
    height: 1400,
    deviceScaleFactor: modes.includes("phone") ? 2 : 1,
    mobile: modes.includes("phone"),
  });
  await send("Emulation.setEmulatedMedia", {
    media: modes.includes("print") ? "print" : "screen",
    features: [{ name: "prefers-color-scheme", value: modes.includes("dark") ? "dark" : "light" }],
  });
  const loaded = once("Page.loadEventFired");
  await send("Page.navigate", { url: pathToFileURL(path.resolve(page)).href });
  await loaded;
  const { data } = await send("Page.captureScreenshot", {
    captureBeyondViewport: !modes.includes("top"),
    ...(!modes.includes("top") && { clip: await wholePage(send) }),
  });
  writeFileSync(target, Buffer.from(data, "base64"));
}

async function wholePage(send) {
  const { cssContentSize } = await send("Page.getLayoutMetrics");
  return { x: 0, y: 0, width: cssContentSize.width, height: cssContentSize.height, scale: 1 };
}
