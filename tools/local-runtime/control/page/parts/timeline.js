/** @import { RuntimeState, TimelineEvent } from "../../runtime-state" */
import { byId, html, patchList, setText } from "../dom.js";
import { plural, timeOfDay } from "../format.js";
import { badge, setBadge } from "./badge.js";

/** Milliseconds between two announcements to screen readers. */
const ANNOUNCE_MS = 5000;
/** Events of these kinds are too frequent to be read aloud. */
const SILENT = ["function"];

/** Time of the newest event that was announced. @type {number | undefined} */
let announcedUntil;
let announcedAt = Number.NEGATIVE_INFINITY;

/** @param {RuntimeState} state */
export function showTimeline({ timeline }) {
  const keys = new Map();
  patchList(byId("timeline"), timeline, {
    key: ({ at, kind, region, text }) => {
      const key = `${at} ${kind} ${region} ${text}`;
      keys.set(key, (keys.get(key) ?? 0) + 1);
      return `${key} ${keys.get(key)}`;
    },
    create: createEvent,
  });
  announce(timeline);
}

/** @param {TimelineEvent} event */
function createEvent({ at, kind, region, text }) {
  const row = html("li");
  const time = html("time", "", timeOfDay(at));
  time.setAttribute("datetime", new Date(at).toISOString());
  const body = html("span", "event");
  if (region) {
    body.append(html("strong", "", region), " ");
  }
  body.append(text);
  row.append(time, html("span", `kind kind-${kind}`, kind), body);
  return row;
}

/** Reads the newest event aloud, and how many others came. @param {readonly TimelineEvent[]} timeline */
function announce(timeline) {
  const newest = timeline[0]?.at ?? 0;
  if (announcedUntil === undefined) {
    announcedUntil = newest;
  }
  const since = announcedUntil;
  const fresh = timeline.filter(({ at, kind }) => at > since && !SILENT.includes(kind));
  const [event] = fresh;
  if (!event || performance.now() - announcedAt < ANNOUNCE_MS) {
    return;
  }
  announcedUntil = newest;
  announcedAt = performance.now();
  const others = fresh.length > 1 ? `, and ${plural(fresh.length - 1, "other event")}` : "";
  setText(byId("announcement"), `${event.region ?? ""} ${event.text}${others}`.trim());
}

/** @param {RuntimeState} state */
export function showAlarms({ alarms }) {
  byId("no-alarms").hidden = alarms.length > 0;
  patchList(byId("alarms"), alarms, {
    key: (name) => name,
    create: (name) => {
      const row = html("li");
      row.append(badge());
      setBadge(/** @type {Element} */ (row.firstElementChild), "bad", name);
      return row;
    },
  });
}

/** @param {RuntimeState} state */
export function showNotEmulated({ notEmulated }) {
  setText(byId("not-emulated-count"), String(notEmulated.length));
  patchList(byId("not-emulated"), notEmulated, { key: (line) => line, create: (line) => html("li", "", line) });
}
