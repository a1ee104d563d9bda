/**
 * How long a worker that is told to stop goes on with what it has begun, in milliseconds: a range of cells takes about a
 * second. What takes longer is given back, and nobody is blamed for it: a service manager kills after ten seconds at the soonest.
 */
export const DRAIN_MS = 5000;
