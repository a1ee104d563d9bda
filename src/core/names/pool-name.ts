/** Of what people call their pools. */
export const POOL_NAME = "^[A-Za-z][A-Za-z0-9_-]{0,63}$";
