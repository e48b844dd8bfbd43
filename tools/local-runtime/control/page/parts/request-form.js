/** @import { SentRequest } from "../../controllable" */
import { send } from "../api.js";
import { byId, setText } from "../dom.js";

/** Characters of a body that the page shows. */
const LONGEST_BODY = 2000;

/** The form that writes and reads an item through the shared name. */
export function listenToForm() {
  const id = /** @type {HTMLInputElement} */ (byId("item-id"));
  const text = /** @type {HTMLInputElement} */ (byId("item-text"));
  byId("request").addEventListener("submit", (event) => {
    event.preventDefault();
    const body = JSON.stringify({ item_id: id.value, text: text.value });
    request({ method: "POST", path: "/items?overwrite=true", body });
  });
  byId("read").addEventListener("click", () => {
    request({ method: "GET", path: `/items/${encodeURIComponent(id.value)}` });
  });
}

/** @param {{ method: "GET" | "POST", path: string, body?: string }} sent */
async function request(sent) {
  const started = performance.now();
  try {
    const answer = await send(sent);
    const took = `${Math.round(performance.now() - started)} ms`;
    setText(byId("request-answer"), `${sent.method} ${sent.path}: ${described(answer)} in ${took}`);
    setText(byId("request-body"), formatted(answer.body));
  } catch (error) {
    setText(byId("request-answer"), /** @type {Error} */ (error).message);
    setText(byId("request-body"), "");
  }
}

/** @param {SentRequest} answer */
function described({ status, region }) {
  return status === 0 ? "no answer" : `${status} from ${region ?? "no region"}`;
}

/** @param {string} body */
function formatted(body) {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2).slice(0, LONGEST_BODY);
  } catch {
    return body.slice(0, LONGEST_BODY);
  }
}
