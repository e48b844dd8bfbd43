import { randomBytes } from "node:crypto";
import { text } from "../../protocol/params";
import { AwsError, type Fields, jsonReply } from "../../protocol/reply";
import type { Call, Feature } from "../feature";

/**
 * Network Synthetic Monitor: monitors and their probes. The probes send no packets.
 * https://docs.aws.amazon.com/networkmonitor/latest/APIReference/API_Operations.html
 */
export const networkMonitors: Feature = {
  service: "networkmonitor",
  routes: {
    "POST /monitors": (call) => {
      const { params, account, region } = call.request;
      const monitorName = text(params, "monitorName") ?? "";
      const monitor = {
        monitorArn: `arn:aws:networkmonitor:${region}:${account}:monitor/${monitorName}`,
        monitorName,
        state: "ACTIVE",
        aggregationPeriod: Number(text(params, "aggregationPeriod") ?? 60),
        tags: tagsIn(call),
        createdAt: new Date(),
        modifiedAt: new Date(),
      };
      monitors(call).set(monitorName, monitor);
      return jsonReply(monitor);
    },
    "GET /monitors/{name}": (call) => {
      const probesOf = [...probes(call).values()].filter((probe) => probe.monitorName === call.path.name);
      return jsonReply({ ...monitorOf(call), probes: probesOf });
    },
    "DELETE /monitors/{name}": (call) => {
      monitorOf(call);
      monitors(call).delete(call.path.name ?? "");
      return jsonReply({});
    },
    "POST /monitors/{name}/probes": (call) => {
      monitorOf(call);
      const { params, account, region } = call.request;
      const probeId = `probe-${randomBytes(10).toString("hex")}`;
      const of = (name: string) => text(params, "probe", name);
      const probe = {
        monitorName: call.path.name,
        probeId,
        probeArn: `arn:aws:networkmonitor:${region}:${account}:probe/${probeId}`,
        sourceArn: of("sourceArn"),
        destination: of("destination"),
        protocol: of("protocol"),
        packetSize: Number(of("packetSize") ?? 56),
        addressFamily: "IPV4",
        vpcId: "vpc-00000000",
        state: "ACTIVE",
        tags: tagsIn(call),
        createdAt: new Date(),
        modifiedAt: new Date(),
      };
      probes(call).set(probeId, probe);
      return jsonReply(probe);
    },
    "GET /monitors/{name}/probes/{id}": (call) => jsonReply(probeOf(call)),
    "DELETE /monitors/{name}/probes/{id}": (call) => {
      probeOf(call);
      probes(call).delete(call.path.id ?? "");
      return jsonReply({});
    },
    "GET /tags/{arn}": (call) => {
      const all = [...monitors(call).values(), ...probes(call).values()];
      const found = all.find((one) => [one.monitorArn, one.probeArn].includes(call.path.arn ?? ""));
      return jsonReply({ tags: found?.tags ?? {} });
    },
  },
};

function tagsIn(call: Call): Fields {
  const tags = call.request.params.tags;
  return typeof tags === "object" && tags !== null && !Array.isArray(tags) ? ({ ...tags } as Fields) : {};
}

function monitorOf(call: Call): Fields {
  const found = monitors(call).get(call.path.name ?? "");
  if (!found) {
    throw new AwsError("ResourceNotFoundException", `Monitor ${call.path.name} does not exist`, 404);
  }
  return found;
}

function probeOf(call: Call): Fields {
  const found = probes(call).get(call.path.id ?? "");
  if (!found) {
    throw new AwsError("ResourceNotFoundException", `Probe ${call.path.id} does not exist`, 404);
  }
  return found;
}

function monitors(call: Call): Map<string, Fields> {
  return call.state.regional(call.request, "network monitors");
}

function probes(call: Call): Map<string, Fields> {
  return call.state.regional(call.request, "network monitor probes");
}
