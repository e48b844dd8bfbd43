/** @import { RuntimeState } from "../../runtime-state" */
import { perform } from "../api.js";
import { byId, html, patchList, setAttributes, setText } from "../dom.js";
import { duration, percent, rate } from "../format.js";
import { placeOf, REGION_NAMES } from "../map/aws-regions.js";
import { overallStatus, trafficSummary } from "../status.js";
import { drawHistory } from "./history.js";

/** @param {RuntimeState} state */
export function showOverview(state) {
  const { environment, speed, sharedName } = state;
  document.title = `${overallStatus(state).label} · ${environment}`;
  setText(byId("environment"), environment);
  setText(byId("speed"), speed === 1 ? "Same speed as AWS" : `Checks and TTLs ${speed} times faster than on AWS`);
  showHero(state);
  showName(sharedName);
  setText(byId("policy"), sharedName.policy);
  setText(byId("rate"), rate(sharedName.requestsPerSecond));
  setText(byId("failed"), percent(sharedName.failedShare));
  setAttributes(byId("failed"), { "data-status": sharedName.failedShare > 0 ? "bad" : undefined });
  showClients(state);
  drawHistory(state);
  tick(state, state.now);
}

/** Without a domain, no request to the listener succeeds. @param {RuntimeState["sharedName"]} sharedName */
function showName({ name, url }) {
  setText(byId("shared-url"), name ?? url);
  setAttributes(byId("shared-url"), { href: name === undefined ? undefined : url });
  byId("no-name").hidden = name !== undefined;
}

/** @param {RuntimeState} state */
function showHero(state) {
  const { drill } = state;
  setText(byId("drill"), drill === undefined ? "No drill under way" : drill);
  setAttributes(byId("drill"), { "data-active": String(drill !== undefined), title: drill });
  const { kind, label } = overallStatus(state);
  setAttributes(byId("hero"), { "data-status": kind });
  setAttributes(byId("hero-icon"), { href: `#icon-${kind}` });
  setText(byId("headline"), label);
  setText(byId("summary"), trafficSummary(state));
}

/**
 * What changes by time alone.
 *
 * @param {RuntimeState} state
 * @param {number} now the runtime's time
 */
export function tick({ sharedName: { answer } }, now) {
  setText(byId("answer"), answer?.region ?? "none yet");
  const left = answer ? answer.expiresAt - now : 0;
  setText(
    byId("ttl"),
    answer ? (left > 0 ? `${duration(Math.ceil(left / 1000) * 1000)} left` : "expired") : "no request yet",
  );
}

/** @param {RuntimeState} state */
function showClients({ regions, sharedName: { clients } }) {
  const select = /** @type {HTMLSelectElement} */ (byId("clients"));
  const own = regions.map(({ name }) => name);
  const names = [...own, ...REGION_NAMES.filter((name) => !own.includes(name))];
  patchList(select, names.includes(clients) ? names : [clients, ...names], {
    key: (name) => name,
    create: (name) => {
      const option = /** @type {HTMLOptionElement} */ (html("option", "", `${name} (${placeOf(name).name})`));
      option.value = name;
      return option;
    },
  });
  if (!select.dataset.ready) {
    select.dataset.ready = "true";
    select.addEventListener("change", () => perform({ type: "clients", region: select.value }));
  }
  // A list that the user has open keeps the user's choice.
  if (select.value !== clients && document.activeElement !== select) {
    select.value = clients;
  }
}
