import type { Credentials } from "../../shared/sign-request";

/**
 * Access key for requests to the local runtime. It is no secret: the runtime listens on the loopback interface only, and AWS does not
 * know the key. It is fixed, so that commands in shell histories and documentation remain valid.
 */
export const LOCAL_ACCESS_KEY: Credentials = {
  accessKeyId: "AKIDLOCALRUNTIME",
  secretAccessKey: "valid-on-this-machine-only",
};
