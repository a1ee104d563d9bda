/** Exit codes of the command line, listed in docs/cli.md. */
export const EXIT = {
  ok: 0,
  /** A bug in Nightgrid; the message has a stack. */
  unexpected: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** A file, a parameter or data is not as it should be; nothing was run. */
  invalid: 3,
  /** A DAG, run, cell, file or dataset does not exist. */
  notFound: 4,
  /** The run ended as failed, or was cancelled from elsewhere. */
  runFailed: 5,
  /** The database, the disk or a channel does not work. */
  environment: 6,
  /** The service must not start as it is set up (sysexits: EX_CONFIG). */
  configuration: 78,
  // 129, 130 and 143: ended by SIGHUP, SIGINT (Ctrl-C) and SIGTERM, see interrupts.ts.
} as const;
