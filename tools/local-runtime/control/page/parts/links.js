/** @import { LinkState, RuntimeState } from "../../runtime-state" */
import { perform } from "../api.js";
import { byId, html, patchList, setAttributes, setText } from "../dom.js";
import { duration, plural } from "../format.js";
import { badge, setBadge } from "./badge.js";

/** Age above which replication is late, in milliseconds: the threshold of the replication alarm. */
const LATE_MS = 5000;

/** One line per pair of regions and direction. @param {RuntimeState} state */
export function showLinks({ replication }) {
  patchList(byId("links"), replication, {
    key: ({ from, to }) => `${from} ${to}`,
    create: createRow,
    update: updateRow,
  });
}

/** @param {LinkState} link */
function createRow({ from, to }) {
  const row = html("li", "link");
  const button = html("button", "", "Sever");
  button.setAttribute("type", "button");
  button.addEventListener("click", () => {
    perform({ type: button.textContent === "Sever" ? "sever" : "mend", from, to });
  });
  row.append(badge(), html("span", "observation"), button);
  return row;
}

/** @param {Element} row @param {LinkState} link */
function updateRow(row, { from, to, severed, queue, ageMs }) {
  const [name, text, button] = /** @type {[Element, Element, Element]} */ ([...row.children]);
  setBadge(name, severed ? "bad" : ageMs > LATE_MS ? "warn" : "good", `${from} → ${to}`);
  const waiting =
    queue === 0 ? "nothing in the queue" : `${plural(queue, "write")} in the queue, age ${duration(ageMs)}`;
  setText(text, severed ? `severed, ${waiting}` : waiting);
  const label = severed ? "Mend" : "Sever";
  setText(button, label);
  setAttributes(button, { "aria-label": `${label}: replication from ${from} to ${to}` });
}
