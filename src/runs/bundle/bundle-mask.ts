import { parse } from "yaml";
import { addressSecrets, isSecretName, knownSecrets } from "../../core/text/known-secrets.ts";
import { SecretMask } from "../../core/text/secret-mask.ts";
import { piecesOf } from "../../core/templates/references.ts";
import { isMap } from "../../core/values/document-shape.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";

export type Env = Readonly<Record<string, string | undefined>>;

/**
 * Knows what must not leave with a run: the secrets of the environment, those that the DAG refers to, what it says itself
 * under a name such as `api_key`, and addresses in it that let in whoever has them.
 */
export function bundleMask({ yaml, spec }: { readonly yaml: string; readonly spec: DagSpec }, env: Env): SecretMask {
  const mask = new SecretMask(knownSecrets(env));
  const learn = (value: unknown, name: string): void => {
    if (isMap(value)) for (const [key, member] of Object.entries(value)) learn(member, key);
    else if (Array.isArray(value)) for (const member of value) learn(member, name);
    else for (const secret of secretsIn(String(value), name, env)) mask.add(secret);
  };
  learn(parsedYaml(yaml), "");
  learn(spec, "");
  // Comments are no values.
  for (const secret of addressesIn(yaml)) mask.add(secret);
  return mask;
}

function secretsIn(text: string, name: string, env: Env): readonly string[] {
  const isNamed = isSecretName(name.replaceAll(/([a-z])([A-Z])/g, "$1_$2").replaceAll("-", "_"));
  const pieces = piecesOf(text);
  const referred = pieces.flatMap((piece) =>
    piece.kind === "secret" || (piece.kind === "env" && isNamed) ? (env[piece.name] ?? []) : [],
  );
  const isLiteral = pieces.every(({ kind }) => kind === "text");
  return [...referred, ...(isNamed && isLiteral ? [text] : []), ...addressesIn(text)];
}

const ADDRESS = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>`]+/gi;

function addressesIn(text: string): readonly string[] {
  return [...text.matchAll(ADDRESS)].flatMap(([address]) => addressSecrets(address));
}

/** Null of a text that is none: then its addresses alone are found. */
function parsedYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch {
    return null;
  }
}
