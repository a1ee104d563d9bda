import type { FastifyInstance } from "fastify";

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Nightgrid: sign in</title>
<link rel="icon" href="../icon.svg">
<h1>Nightgrid</h1>
<p id="told" role="status">Signing in…</p>
<noscript><p>This page needs JavaScript.</p></noscript>
<script src="link.js" type="module"></script>
</html>
`;

/** Sends what stands behind `#`: browsers send it nowhere by themselves, so that it is in no log and no `Referer`. */
const SCRIPT = `const secret = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
const answer = await fetch("../api/v1/auth/link", {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ secret }),
});
if (answer.ok) location.replace("../");
else {
  const { detail, hint } = await answer.json();
  document.getElementById("told").textContent = [detail, hint].join(" ");
}
`;

/** The page that a one-time link leads to; needs nothing that is built. */
export function addLinkPage(app: FastifyInstance): void {
  const config = { role: "none" } as const;
  app.get("/auth/link", { config }, (_request, reply) =>
    reply
      .type("text/html; charset=utf-8")
      .headers({ "cache-control": "no-store", "referrer-policy": "no-referrer" })
      .send(PAGE),
  );
  app.get("/auth/link.js", { config }, (_request, reply) =>
    reply.type("text/javascript; charset=utf-8").header("cache-control", "no-store").send(SCRIPT),
  );
}
