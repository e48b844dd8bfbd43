/** @import { RuntimeState } from "../runtime-state" */
import { connect } from "./connection.js";
import { drawMap } from "./map/map.js";
import { showItems } from "./parts/items.js";
import { showLinks } from "./parts/links.js";
import { showNotices } from "./parts/notices.js";
import { showOverview, tick } from "./parts/overview.js";
import { showRegions } from "./parts/regions.js";
import { listenToForm } from "./parts/request-form.js";
import { showAlarms, showNotEmulated, showTimeline } from "./parts/timeline.js";

/** @type {RuntimeState | undefined} */
let latest;
/** The runtime's clock minus this browser's. */
let offset = 0;

/** @param {RuntimeState} state */
function show(state) {
  latest = state;
  offset = state.now - Date.now();
  for (const update of [
    showOverview,
    drawMap,
    showRegions,
    showLinks,
    showItems,
    showAlarms,
    showTimeline,
    showNotEmulated,
    showNotices,
  ]) {
    update(state);
  }
}

listenToForm();
const connection = connect(show);
setInterval(() => {
  if (latest && connection.isLive()) {
    tick(latest, Date.now() + offset);
  }
}, 500);
new ResizeObserver(() => {
  if (latest) {
    drawMap(latest);
  }
}).observe(document.documentElement);
