import { registerHooks, type ResolveFnOutput } from "node:module";

/** Query key that carries a module's version, so that a changed file is loaded anew and not taken from the cache. */
const VERSION = "nightgrid-version";

let isRegistered = false;

/**
 * Lets modules anywhere on disk say `import … from "nightgrid"`, without a node_modules folder near them, and
 * loads what a versioned module imports of its own project in the same version. CommonJS has no versions: it is kept by file
 * name. Counts for the calling thread.
 *
 * @param packageUrl `file:` URL of the package's main module
 */
export function registerModuleHooks(packageUrl: string): void {
  if (isRegistered) return;
  isRegistered = true;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier === "nightgrid") return { url: packageUrl, shortCircuit: true };
      const resolved = asModule(nextResolve(specifier, context));
      const version = versionOf(context.parentURL);
      if (version === null || !resolved.url.startsWith("file:") || isOfPackage(resolved.url)) return resolved;
      return { ...resolved, url: withVersion(resolved.url, version) };
    },
  });
}

/** Whether a path or URL lies in an installed package, which is not looked into. */
export function isOfPackage(place: string): boolean {
  return /[\\/]node_modules[\\/]/.test(place);
}

/** The module's URL with a version, such as the hash of its code. */
export function withVersion(url: string, version: string): string {
  const versioned = new URL(url);
  versioned.searchParams.set(VERSION, version);
  return versioned.href;
}

/** A user's TypeScript is an ES module, also below a package.json that says nothing, or `"type": "commonjs"`. */
function asModule(resolved: ResolveFnOutput): ResolveFnOutput {
  return resolved.format === "commonjs-typescript" ? { ...resolved, format: "module-typescript" } : resolved;
}

function versionOf(url: string | undefined): string | null {
  return url?.startsWith("file:") === true ? new URL(url).searchParams.get(VERSION) : null;
}
