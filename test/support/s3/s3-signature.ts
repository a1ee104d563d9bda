import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";

export interface S3Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface S3Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=(?<id>[^/]+)\/(?<scope>(?<day>\d{8})\/(?<region>[^/]+)\/s3\/aws4_request), ?SignedHeaders=(?<names>[^,]+), ?Signature=(?<signature>[0-9a-f]{64})$/;

/** Signature version 4, as AWS's page of it has it: of the request as it was sent, and of its body. Null when it is right. */
export function refuseSignature(request: IncomingMessage, body: Buffer, keys: S3Keys): S3Refusal | null {
  const found = AUTHORIZATION.exec(request.headers.authorization ?? "")?.groups;
  if (found === undefined) return { status: 403, code: "AccessDenied", message: "Access Denied" };
  const { id = "", scope = "", day = "", region = "", names = "", signature = "" } = found;
  if (id !== keys.accessKeyId) {
    return { status: 403, code: "InvalidAccessKeyId", message: "The key Id that you provided does not exist" };
  }
  const sent = String(request.headers["x-amz-content-sha256"] ?? "");
  if (sent !== "UNSIGNED-PAYLOAD" && sent !== createHash("sha256").update(body).digest("hex")) {
    return { status: 400, code: "XAmzContentSHA256Mismatch", message: "The body is not what its hash says" };
  }
  const time = String(request.headers["x-amz-date"] ?? "");
  const canonical = canonicalRequest(request, names.split(";"), sent);
  const text = ["AWS4-HMAC-SHA256", time, scope, createHash("sha256").update(canonical).digest("hex")].join("\n");
  const key = [day, region, "s3", "aws4_request"].reduce<Buffer | string>(
    (secret, part) => createHmac("sha256", secret).update(part).digest(),
    `AWS4${keys.secretAccessKey}`,
  );
  if (createHmac("sha256", key).update(text).digest("hex") === signature) return null;
  return { status: 403, code: "SignatureDoesNotMatch", message: "The signature does not match" };
}

function canonicalRequest({ method = "", url = "", headers }: IncomingMessage, names: readonly string[], hash: string) {
  const [path = "", query = ""] = url.split("?");
  const pairs = query === "" ? [] : query.split("&").map((pair) => (pair.includes("=") ? pair : `${pair}=`));
  const lines = names.map(
    (name) =>
      `${name}:${String(headers[name] ?? "")
        .trim()
        .replaceAll(/ +/g, " ")}\n`,
  );
  return [method, path, pairs.toSorted().join("&"), lines.join(""), names.join(";"), hash].join("\n");
}
