/** @import { RuntimeState } from "../../runtime-state" */
import { byId, setAttributes, svg } from "../dom.js";
import { percent, rate } from "../format.js";

/** Milliseconds that the picture shows. */
const SPAN_MS = 120_000;
const WIDTH = 240;
const HEIGHT = 48;

/** @type {{ at: number, rate: number, failed: number }[]} */
let points = [];

/** Draws the requests per second since the page was opened, and in another colour the failed ones. @param {RuntimeState} state */
export function drawHistory({ now, sharedName: { requestsPerSecond, failedShare } }) {
  points = points.filter(({ at }) => at > now - SPAN_MS && at < now);
  points.push({ at: now, rate: requestsPerSecond, failed: requestsPerSecond * failedShare });
  const picture = byId("history");
  const most = Math.max(10, ...points.map((point) => point.rate));
  setAttributes(picture, {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    "aria-label": `Requests per second of the last two minutes: now ${rate(requestsPerSecond)}, at most ${rate(most)}, ${percent(failedShare)} failed`,
  });
  area(picture, "all", ({ rate: value }) => value, most, now);
  area(picture, "failed", ({ failed }) => failed, most, now);
}

/**
 * @param {Element} picture
 * @param {string} name
 * @param {(point: { at: number, rate: number, failed: number }) => number} value
 * @param {number} most
 * @param {number} now
 */
function area(picture, name, value, most, now) {
  const path = picture.querySelector(`.${name}`) ?? picture.appendChild(svg("path", { class: name }));
  /** @param {number} at */
  const x = (at) => (WIDTH * (1 - (now - at) / SPAN_MS)).toFixed(1);
  const line = points.map((point) => `L${x(point.at)} ${((HEIGHT - 2) * (1 - value(point) / most) + 1).toFixed(1)}`);
  setAttributes(path, { d: `M${x(points[0]?.at ?? now)} ${HEIGHT}${line.join("")}L${WIDTH} ${HEIGHT}Z` });
}
