import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { ROUTES } from "../src/api/resources/routes.ts";
import { RETENTION_VARIABLES } from "../src/app/service/retention-setting.ts";
import { readServiceSettings, SERVICE_VARIABLES } from "../src/app/service/service-settings.ts";
import { createProgram } from "../src/cli/program.ts";

const ROOT = path.resolve(import.meta.dirname, "..");
const DEPLOY = path.join(ROOT, "deploy");
const names = readdirSync(DEPLOY, { recursive: true, encoding: "utf8" }).filter((name) => /[^/]\.|file$/.test(name));
const texts = new Map(names.map((name) => [name, readFileSync(path.join(DEPLOY, name), "utf8")]));
const all = [...texts.values()].join("\n");
const docs = readdirSync(path.join(ROOT, "docs"))
  .filter((name) => name.endsWith(".md"))
  .map((name) => readFileSync(path.join(ROOT, "docs", name), "utf8"))
  .join("\n");

/** What the manifests hold, whatever its shape. */
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly spec: any;
}

function manifests(name: string): readonly Manifest[] {
  return parseAllDocuments(texts.get(name) ?? "", { merge: true }).map((document) => {
    expect([...document.errors, ...document.warnings], name).toEqual([]);
    return document.toJS() as Manifest;
  });
}

function found(pattern: RegExp, text = all): ReadonlySet<string> {
  return new Set([...text.matchAll(pattern)].map(([whole, group]) => group ?? whole));
}

describe("issue 10, section 4: deploy/", () => {
  it("is YAML without a doubt", () => {
    const files = names.filter((name) => name.endsWith(".yaml"));
    expect(files).toEqual(expect.arrayContaining(["container/compose.yaml", "kubernetes/workers.yaml"]));
    for (const file of files) expect(manifests(file).length, file).toBeGreaterThan(0);
  });

  it("names settings that there are, and such as go together", () => {
    const known = new Set<string>([
      ...SERVICE_VARIABLES,
      ...RETENTION_VARIABLES,
      ...found(/\bNIGHTGRID_[A-Z_]*[A-Z]/g, docs),
    ]);
    expect([...found(/\bNIGHTGRID_[A-Z_]*[A-Z]/g)].filter((name) => !known.has(name))).toEqual([]);
    const ofNginx = Object.fromEntries(
      [...(texts.get("proxy/nginx.conf") ?? "").matchAll(/^# +(NIGHTGRID_\w+)=(.*)$/gm)].map(([, name, value]) => [
        name,
        value,
      ]),
    );
    const { access } = readServiceSettings(ofNginx as Record<string, string>);
    expect(access.proxy).toMatchObject({ header: "x-forwarded-user", groupsHeader: "x-forwarded-groups" });
    expect(access.isLoopback).toBe(false);
  });

  it("asks for addresses, ports, figures and commands that there are", () => {
    const paths = new Set(["/api/v1/events", ...ROUTES.map((route) => route.path)]);
    const asked = found(/(?<![\w.])\/(?:livez|readyz|healthz|metrics|api\/v1\/[\w/]+)/g);
    expect(asked.size).toBeGreaterThan(2);
    expect([...asked].filter((address) => !paths.has(address))).toEqual([]);
    const { port } = readServiceSettings({});
    expect([...found(/(?:127\.0\.0\.1|localhost|containerPort|EXPOSE|NIGHTGRID_PORT)[:= ]+(44\d\d)/g)]).toEqual([
      String(port),
    ]);
    const figures = readFileSync(path.join(ROOT, "src/runs/query/upkeep/service-figures.ts"), "utf8");
    const measured = found(/\bnightgrid_(?:tasks|slots|workers|jobs|leases|outbox|scheduler)\w*/g);
    expect([...measured].filter((name) => !figures.includes(`"${name}"`))).toEqual([]);
    expect(texts.get("kubernetes/workers.yaml")).toMatch(/nightgrid_tasks_queued\{kind="backtest"\}/);
    const program = createProgram({ serveApi: () => Promise.reject(new Error("Nothing is served here")) });
    const commands = new Map(
      program.commands.map((command) => [command.name(), command.options.map(({ long }) => long)]),
    );
    for (const [, line = ""] of all.matchAll(/(?:\bargs: |CMD |command: )\[("(?:up|worker|batch-cell)[^\]]*)\]/g)) {
      const [command = "", ...args] = JSON.parse(`[${line}]`) as string[];
      expect(commands.get(command), line).toEqual(expect.arrayContaining(args.filter((arg) => arg.startsWith("--"))));
    }
  });

  it("runs as nobody in particular, on a root that cannot be written to, and is asked whether it lives", () => {
    const container = texts.get("container/Containerfile") ?? "";
    expect(container).toMatch(/^USER node$/m);
    expect(container.indexOf("USER node")).toBeGreaterThan(container.lastIndexOf("RUN "));
    expect(container).toMatch(/^HEALTHCHECK[^]*\/livez/m);
    for (const file of ["kubernetes/service.yaml", "kubernetes/workers.yaml"]) {
      const [deployment] = manifests(file);
      const pod = deployment?.spec.template.spec;
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
      expect(pod.containers[0].securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
    }
    const [compose] = manifests("container/compose.yaml") as unknown as readonly { services: Record<string, object> }[];
    for (const part of ["service", "worker"]) expect(compose?.services[part]).toMatchObject({ read_only: true });
  });

  it("lets Kubernetes select what is there", () => {
    const every = [...manifests("kubernetes/service.yaml"), ...manifests("kubernetes/workers.yaml")];
    const deployments = every.filter(({ kind }) => kind === "Deployment");
    const labels = deployments.map(({ spec }) => spec.template.metadata.labels as Record<string, string>);
    const isSelected = (wanted: Record<string, string>) =>
      labels.some((has) => Object.entries(wanted).every(([name, value]) => has[name] === value));
    for (const { kind, spec } of every) {
      const wanted =
        spec.selector?.matchLabels ?? spec.podSelector?.matchLabels ?? (kind === "Service" ? spec.selector : null);
      if (wanted !== null) expect(isSelected(wanted), kind).toBe(true);
    }
    const scaled = every.find(({ kind }) => kind === "ScaledObject")?.spec.scaleTargetRef.name as string;
    const worker = deployments.find(({ metadata }) => metadata.name === scaled);
    // Both would set it.
    expect(worker?.spec.replicas).toBeUndefined();
  });

  it("believes a proxy only where the proxy itself says who asks", () => {
    const nginx = texts.get("proxy/nginx.conf") ?? "";
    const blocks = [...nginx.matchAll(/location [^{]*\{([^}]*)\}/g)].map(([, body = ""]) => body);
    const passing = blocks.filter((body) => body.includes("proxy_pass http://nightgrid"));
    expect(passing).toHaveLength(2);
    for (const body of passing) {
      expect(body).toContain("auth_request /oauth2/auth;");
      expect(body).toContain("proxy_set_header X-Forwarded-User $sso_user;");
      expect(body).toContain("proxy_set_header X-Forwarded-Groups $sso_groups;");
    }
    expect(passing.find((body) => body.includes("/events"))).toContain("proxy_buffering off;");
    expect(texts.get("proxy/Caddyfile")).toMatch(
      /request_header -X-Forwarded-User[^]*forward_auth[^]*flush_interval -1/,
    );
  });

  it("has units that systemd takes, where there is one to ask", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-units-"));
    try {
      cpSync(path.join(DEPLOY, "systemd"), folder, { recursive: true });
      const units = readdirSync(folder);
      for (const unit of units) {
        const text = readFileSync(path.join(folder, unit), "utf8");
        expect(text).toMatch(/^NoNewPrivileges=yes$/m);
        writeFileSync(path.join(folder, unit), text.replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`));
      }
      const files = units.map((unit) => path.join(folder, unit));
      const said = await new Promise<string>((resolve) => {
        execFile("systemd-analyze", ["verify", ...files], (error, _stdout, stderr) =>
          resolve(error !== null && "code" in error && error.code === "ENOENT" ? "" : stderr),
        );
      });
      expect(said).toBe("");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
