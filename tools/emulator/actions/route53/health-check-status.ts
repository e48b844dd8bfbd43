import { AwsError, type Reply, xmlReply } from "../../protocol/reply";
import { children, textOf, type XmlTree } from "../../protocol/xml";
import type { Feature } from "../feature";
import { checksOf, type StoredCheck, typeOf } from "./check-store";
import { isHealthy } from "./health";

const NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";
/** Health checkers of a check that names no regions. */
const CHECKERS = ["us-east-1", "eu-west-1", "ap-southeast-1"];

/**
 * The status that the checkers report. Route 53 refuses the question for a calculated check and for a routing control, which have
 * no checkers.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHealthCheckStatus.html
 */
export const healthCheckStatus: Feature = {
  service: "route53",
  routes: {
    "GET /2013-04-01/healthcheck/{id}/status": (call) => {
      const id = call.path.id ?? "";
      const check = checksOf(call.state, call.request).get(id);
      if (check === undefined) {
        throw new AwsError("NoSuchHealthCheck", `No health check exists with the ID ${id}`, 404);
      }
      const type = typeOf(check);
      if (type === "CALCULATED" || type === "RECOVERY_CONTROL") {
        throw new AwsError("InvalidInput", `Health checks of type ${type} have no status of checkers`, 400);
      }
      return report(check, isHealthy(call.state, call.request, id));
    },
  },
};

function report({ config }: StoredCheck, healthy: boolean): Reply {
  const named = children(config.Regions as XmlTree, "Region");
  const alarm = textOf(config, "AlarmIdentifier", "Name");
  const what =
    alarm === undefined ? `HTTP Status Code ${healthy ? "200, OK" : "503, Service Unavailable"}` : `alarm ${alarm}`;
  const observations = (named.length > 0 ? named : CHECKERS).map((Region, index) => ({
    Region,
    IPAddress: `192.0.2.${index + 1}`,
    StatusReport: { Status: `${healthy ? "Success" : "Failure"}: ${what}`, CheckedTime: new Date().toISOString() },
  }));
  return xmlReply({
    GetHealthCheckStatusResponse: {
      "@xmlns": NAMESPACE,
      HealthCheckObservations: { HealthCheckObservation: observations },
    },
  });
}
