/** @import { Operation } from "../operation" */
/** @import { SentRequest } from "../controllable" */
import { setNotice } from "./parts/notices.js";

/**
 * Performs an operation. The reason of a refusal is shown as a notice.
 *
 * @param {Operation} operation
 */
export async function perform(operation) {
  try {
    await post("operations", operation);
    setNotice("operation", undefined);
  } catch (error) {
    setNotice("operation", { kind: "warn", text: String(/** @type {Error} */ (error).message), canBeClosed: true });
  }
}

/**
 * Sends a request to the shared name.
 *
 * @param {{ method: "GET" | "POST", path: string, body?: string }} request
 * @returns {Promise<SentRequest>}
 */
export async function send(request) {
  const response = await post("requests", request);
  return response.json();
}

/** @param {string} path @param {unknown} value */
async function post(path, value) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(value),
  }).catch(() => {
    throw new Error("The runtime does not answer. Nothing was changed.");
  });
  if (!response.ok) {
    const { error } = await response.json();
    throw new Error(error);
  }
  return response;
}
