import { list, type Params, text } from "../../protocol/params";
import { AwsError, jsonReply } from "../../protocol/reply";
import type { Scope } from "../../protocol/request";
import type { State } from "../../state";
import type { Feature } from "../feature";

/** States of routing controls, by ARN. A control without a state is off, like a new one on AWS. */
export function controlsOf(state: State, scope: Scope): Map<string, string> {
  return state.global(scope, "routing controls");
}

/**
 * The data plane of routing controls. Every ARN of the right form exists, because the emulator has no control plane for them.
 * https://docs.aws.amazon.com/routing-control/latest/APIReference/API_UpdateRoutingControlState.html
 */
export const routingControls: Feature = {
  service: "route53-recovery-cluster",
  actions: {
    GetRoutingControlState: ({ request, state }) => {
      const RoutingControlArn = arnIn(request.params);
      const RoutingControlState = controlsOf(state, request).get(RoutingControlArn) ?? "Off";
      return jsonReply({
        RoutingControlArn,
        RoutingControlName: RoutingControlArn.split("/").at(-1),
        RoutingControlState,
      });
    },
    UpdateRoutingControlState: ({ request, state }) => {
      set(controlsOf(state, request), request.params);
      return jsonReply({});
    },
    UpdateRoutingControlStates: ({ request, state }) => {
      for (const entry of list(request.params, "UpdateRoutingControlStateEntries")) {
        set(controlsOf(state, request), entry as Params);
      }
      return jsonReply({});
    },
  },
};

function set(controls: Map<string, string>, params: Params): void {
  const wanted = text(params, "RoutingControlState") ?? "";
  if (wanted !== "On" && wanted !== "Off") {
    throw new AwsError("ValidationException", `RoutingControlState must be On or Off, got ${wanted}`);
  }
  controls.set(arnIn(params), wanted);
}

function arnIn(params: Params): string {
  const arn = text(params, "RoutingControlArn") ?? "";
  if (!/:controlpanel\/[^/]+\/routingcontrol\/[^/]+$/.test(arn)) {
    throw new AwsError("ResourceNotFoundException", `No routing control has the ARN ${arn}`, 404);
  }
  return arn;
}
