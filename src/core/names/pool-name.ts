/** Of what people call their pools; the priorities are the names of queues. */
export const POOL_NAME = "^(?!(high|normal|low)$)[A-Za-z][A-Za-z0-9_-]{0,63}$";
