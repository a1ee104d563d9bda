/** Where a service is, and how long it is waited for. Credentials come from the SDK's default chain alone. */
export interface AwsPlace {
  readonly region: string;
  /** Of a server that is not AWS; absent: AWS. */
  readonly endpoint?: string;
  /** Milliseconds for one request. */
  readonly requestTimeoutMs: number;
}

export function clientOptions({ region, endpoint, requestTimeoutMs }: AwsPlace) {
  return {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    // Without `throwOnRequestTimeout` the SDK prints a warning, and waits for ever.
    requestHandler: { requestTimeout: requestTimeoutMs, connectionTimeout: 5000, throwOnRequestTimeout: true },
  };
}
