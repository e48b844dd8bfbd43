/** @import { FunctionState, RegionState, RuntimeState } from "../../runtime-state" */
/** @import { Operation } from "../../operation" */
import { perform } from "../api.js";
import { byId, fromTemplate, html, part, patchList, setAttributes, setText } from "../dom.js";
import { count, percent, rate } from "../format.js";
import { placeOf } from "../map/aws-regions.js";
import { faultsOf, statusOf } from "../status.js";
import { badge, setBadge } from "./badge.js";

/** Delay of the button "Slow". The functions of the items answer within 3 s, and a checker waits 2 s for the answer. */
const SLOW_MS = 2500;

/** @param {RuntimeState} state */
export function showRegions({ regions }) {
  patchList(byId("regions"), regions, { key: ({ name }) => name, create: createCard, update: updateCard });
}

/** @param {RegionState} region */
function createCard({ name }) {
  const card = fromTemplate("region-template");
  const id = `region-${name}`;
  setAttributes(part(card, "name"), { id });
  setAttributes(card, { "aria-labelledby": id });
  setText(part(card, "name"), name);
  setText(part(card, "place"), placeOf(name).name);
  setAttributes(part(card, "share"), { "aria-label": `Share of the requests that ${name} answers` });
  setAttributes(part(card, "buttons"), { "aria-label": `Operations on ${name}` });
  /** @type {Readonly<Record<string, (button: Element) => Operation>>} */
  const operations = {
    fail: () => ({ type: "fail", region: name }),
    "fail-writes": () => ({ type: "fail-writes", region: name }),
    slow: () => ({ type: "slow", region: name, ms: SLOW_MS }),
    drain: (button) => ({ type: button.textContent === "Drain" ? "drain" : "undrain", region: name }),
    heal: () => ({ type: "heal", region: name }),
  };
  for (const [key, operation] of Object.entries(operations)) {
    const button = part(card, key);
    button.addEventListener("click", () => {
      // A button that cannot be used now keeps the focus, unlike a disabled one.
      if (button.getAttribute("aria-disabled") !== "true") {
        perform(operation(button));
      }
    });
  }
  return card;
}

/** @param {HTMLElement} card @param {RegionState} region */
function updateCard(card, region) {
  const { name, faults, evacuated, trafficShare, requestsPerSecond } = region;
  const { kind, label } = statusOf(region);
  setAttributes(card, { "data-status": kind });
  setAttributes(part(card, "icon"), { href: `#icon-${kind}` });
  setText(part(card, "status"), label);
  setText(part(card, "share-text"), `${percent(trafficShare)} of the requests, ${rate(requestsPerSecond)} per second`);
  setAttributes(part(card, "share"), { value: trafficShare.toFixed(3) });
  const list = faultsOf(region);
  setText(part(card, "faults"), list.length === 0 ? "none" : list.join(", "));
  setAttributes(part(card, "faults"), { "data-status": list.length === 0 ? undefined : "warn" });
  setCheck(part(card, "record"), region.recordHealthy);
  setCheck(part(card, "endpoint"), region.endpointHealthy);
  setText(
    part(card, "evacuated"),
    evacuated ? "yes, out of DNS" : region.state === "drained" ? "drained by configuration" : "no",
  );
  setText(part(card, "own-name"), region.ownName ?? region.url);
  setAttributes(part(card, "own-name"), { href: region.url });
  setButton(part(card, "fail"), "Fail", name, faults.down);
  setButton(part(card, "fail-writes"), "Fail writes only", name, faults.writesFail);
  setButton(part(card, "slow"), "Slow", name, faults.slowMs > 0);
  setButton(part(card, "drain"), evacuated ? "Undrain" : "Drain", name, false);
  setButton(part(card, "heal"), "Heal", name, list.length === 0);
  showCheckers(card, region);
  showFunctions(card, region);
}

/** @param {Element} element @param {boolean} healthy */
function setCheck(element, healthy) {
  setBadge(element, healthy ? "good" : "bad", healthy ? "healthy" : "unhealthy");
}

/** @param {Element} button @param {string} label @param {string} region @param {boolean} isDisabled */
function setButton(button, label, region, isDisabled) {
  setText(button, label);
  setAttributes(button, { "aria-label": `${label}: ${region}`, "aria-disabled": isDisabled ? "true" : undefined });
}

/** @param {Element} card @param {RegionState} region */
function showCheckers(card, { checkers }) {
  patchList(part(card, "checkers"), checkers, {
    key: ({ region }) => region,
    create: ({ region }) => {
      const row = html("li");
      row.append(badge(), html("span", "observation"));
      setText(/** @type {Element} */ (row.lastElementChild), region);
      return row;
    },
    update: (row, { region, healthy, observation, failuresInRow }) => {
      const failures = failuresInRow > 1 ? `${failuresInRow} × ${observation}` : observation;
      setBadge(/** @type {Element} */ (row.firstElementChild), healthy ? "good" : "bad", region);
      setText(/** @type {Element} */ (row.lastElementChild), failures);
      setAttributes(/** @type {Element} */ (row.lastElementChild), { title: failures });
    },
  });
}

/** @param {Element} card @param {RegionState} region */
function showFunctions(card, { functions }) {
  /** @param {FunctionState} state */
  const cells = (state) => [
    `${state.busy} of ${count(state.limit)}`,
    count(state.executions),
    count(state.coldStarts),
    count(state.throttled),
  ];
  const prefix = commonPrefix(functions.map((state) => state.name));
  patchList(part(card, "functions"), functions, {
    key: ({ name }) => name,
    create: (state) => {
      const row = html("tr");
      const head = html("th", "", state.name.slice(prefix));
      setAttributes(head, { scope: "row", title: state.name });
      row.append(head, ...cells(state).map(() => html("td")));
      return row;
    },
    update: (row, state) => {
      for (const [index, text] of cells(state).entries()) {
        setText(/** @type {Element} */ (row.children[index + 1]), text);
      }
      setAttributes(/** @type {Element} */ (row.lastElementChild), {
        "data-status": state.throttled > 0 ? "warn" : undefined,
      });
    },
  });
}

/** Length of the words with which all names start. @param {readonly string[]} names */
function commonPrefix(names) {
  const [first = "", ...others] = names.map((name) => name.split("-"));
  if (first === "" || others.length === 0) {
    return 0;
  }
  const differing = first.findIndex((word, index) => others.some((other) => other[index] !== word));
  return first.slice(0, Math.max(differing, 0)).reduce((length, word) => length + word.length + 1, 0);
}
