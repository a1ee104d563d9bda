import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compressedCopies } from "./build/compressed-copies.ts";

/** Where `nightgrid up` answers while `npm run dev:ui` serves the pages. */
const API = "http://127.0.0.1:4400";

export default defineConfig({
  root: import.meta.dirname,
  // Only the page names its files from the root, since it is served at every address; they name each other relatively. To serve
  // all of it below another path, `"/` is to be replaced in the page (no `<base>`: the content security policy forbids it).
  experimental: { renderBuiltUrl: (name, { hostType }) => (hostType === "html" ? `/${name}` : { relative: true }) },
  plugins: [react(), compressedCopies()],
  build: {
    outDir: "../dist/ui",
    emptyOutDir: true,
    target: "es2023",
    // No inline data: the content security policy allows images from there, but not fonts, styles or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
  },
  // Without `changeOrigin` the API sees the Host and Origin of the browser, as it does in production.
  server: { proxy: { "/api": { target: API, changeOrigin: false } } },
  worker: { format: "es" },
});
