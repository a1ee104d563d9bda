import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import * as batchSdk from "@aws-sdk/client-batch";
import * as s3Sdk from "@aws-sdk/client-s3";
import { BUCKET, DEFINITION, QUEUE } from "../support/aws/aws-stub.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const VENV = path.join(ROOT, "node_modules/.cache/moto/venv");
const MOTO = "moto[server]==5.2.5";
const REGION = "eu-west-1";

export interface Moto extends AsyncDisposable {
  readonly url: string;
}

/**
 * moto's Batch and S3, with a queue, a job definition and a bucket. It runs the command of each job as a process of this host, by
 * means of `shim/docker`; `bin` comes first in its PATH. Fetched with pip when it is not there yet.
 */
export async function startMoto(bin: string): Promise<Moto> {
  await install();
  const port = await freePort();
  const server = spawn(path.join(VENV, "bin/moto_server"), ["-H", "127.0.0.1", "-p", String(port)], {
    env: {
      ...process.env,
      PYTHONPATH: path.join(import.meta.dirname, "shim"),
      PATH: `${bin}:${process.env["PATH"] ?? ""}`,
    },
    stdio: ["ignore", "ignore", process.env["NIGHTGRID_SHOW_MOTO"] === undefined ? "ignore" : "inherit"],
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    server.kill("SIGKILL");
    await new Promise((resolve) => server.once("exit", resolve));
  };
  try {
    await untilUp(url);
    await makeAccount(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, [Symbol.asyncDispose]: stop };
}

async function install(): Promise<void> {
  if (existsSync(path.join(VENV, "bin/moto_server"))) return;
  mkdirSync(path.dirname(VENV), { recursive: true });
  const run = promisify(execFile);
  await run("python3", ["-m", "venv", VENV]);
  await run(path.join(VENV, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", MOTO]);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function untilUp(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    await delay(100);
  }
  throw new Error("moto does not start: NIGHTGRID_SHOW_MOTO=1 shows why");
}

/** moto insists on a role before there may be a compute environment. */
async function makeAccount(url: string): Promise<void> {
  const place = { region: REGION, endpoint: url };
  const role = { AssumeRolePolicyDocument: "{}", RoleName: "batch", Action: "CreateRole", Version: "2010-05-08" };
  await fetch(url, {
    method: "POST",
    body: new URLSearchParams(role),
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=x/20260101/${REGION}/iam/aws4_request, SignedHeaders=host, Signature=x`,
    },
  });
  const batch = new batchSdk.BatchClient(place);
  const { computeEnvironmentArn = "" } = await batch.send(
    new batchSdk.CreateComputeEnvironmentCommand({
      computeEnvironmentName: "nightgrid",
      type: "UNMANAGED",
      serviceRole: "arn:aws:iam::123456789012:role/batch",
    }),
  );
  await batch.send(
    new batchSdk.CreateJobQueueCommand({
      jobQueueName: QUEUE,
      state: "ENABLED",
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: computeEnvironmentArn }],
    }),
  );
  await batch.send(
    new batchSdk.RegisterJobDefinitionCommand({
      jobDefinitionName: DEFINITION,
      type: "container",
      containerProperties: { image: "nightgrid", vcpus: 1, memory: 512 },
    }),
  );
  batch.destroy();
  const s3 = new s3Sdk.S3Client({ ...place, forcePathStyle: true });
  await s3.send(
    new s3Sdk.CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: REGION } }),
  );
  s3.destroy();
}
