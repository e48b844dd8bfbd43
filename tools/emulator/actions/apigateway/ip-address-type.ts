import type { Params } from "../../protocol/params";
import { changeJson, type Reply } from "../../protocol/reply";
import type { Call, Feature } from "../feature";

/** JSON pointer of the IP address type in a patch operation. */
const IP_ADDRESS_TYPE = "/endpointConfiguration/ipAddressType";

/**
 * The IP address type of a REST API. An import in mode `overwrite` resets it to its default, because OpenAPI documents of REST APIs
 * cannot contain it. Moto keeps it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-endpoint-configuration.html
 */
export const ipAddressTypes: Feature = {
  service: "apigateway",
  routes: {
    "GET /restapis/{id}": corrected,
    "PUT /restapis/{id}": async (call) => {
      const reply = await call.next();
      if (call.request.query.get("mode") === "overwrite" && reply.status < 300) {
        table(call).set(call.path.id ?? "", "ipv4");
      }
      return changeJson(reply, (answer) => correct(call, answer));
    },
    "PATCH /restapis/{id}": async (call) => {
      const { patchOperations = [] } = call.request.params as { patchOperations?: readonly Params[] };
      const [wanted] = patchOperations.filter(({ path }) => path === IP_ADDRESS_TYPE);
      // Moto would write the value into the list of endpoint types.
      const others = patchOperations.filter((operation) => operation !== wanted);
      const reply = await call.next({ body: JSON.stringify({ patchOperations: others }) });
      if (wanted && reply.status < 300) {
        table(call).set(call.path.id ?? "", String(wanted.value));
      }
      return changeJson(reply, (answer) => correct(call, answer));
    },
  },
};

async function corrected(call: Call): Promise<Reply> {
  return changeJson(await call.next(), (answer) => correct(call, answer));
}

function correct(call: Call, api: { endpointConfiguration?: { ipAddressType?: string } }): void {
  const ipAddressType = table(call).get(call.path.id ?? "");
  if (ipAddressType !== undefined) {
    api.endpointConfiguration = { ...api.endpointConfiguration, ipAddressType };
  }
}

function table(call: Call): Map<string, string> {
  return call.state.regional(call.request, "ip address types of rest apis");
}
