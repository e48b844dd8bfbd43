import { Construct } from "constructs";
import type { Metric } from "../monitoring/metric";
import { MetricAlarm, type MetricAlarmProps } from "../monitoring/metric-alarm";
import { prefixLength } from "../shared/cidr";
import type { ClientVpnProps } from "./client-vpn";
import { certificateDays, clientVpnMetrics } from "./client-vpn-metrics";

export interface ClientVpnAlarmsProps extends Pick<ClientVpnProps, "authentication" | "serverCertificateArn"> {
  /** Prefix of the alarms' names, e.g. `project-x-prod-aurora-vpn`. */
  readonly name: string;
  /** The endpoint, and the addresses of its clients. */
  readonly endpoint: { readonly endpointId: string; readonly clientCidr: string };
  /** ARN of the topic that the alarms notify. */
  readonly topicArn: string;
}

/** Days that remain to renew a certificate, and to install it where clients or the identity provider need it. */
const CERTIFICATE_DAYS = 30;
/** Days that remain to import a new revocation list, which needs the authority's offline key. */
const REVOCATION_LIST_DAYS = 14;
/** In 5 minutes. A person who mistypes or whose profile has expired causes fewer. */
const AUTHENTICATION_FAILURES = 10;
/** Share of the addresses that clients can get. AWS keeps half of the block (Client VPN admin guide, "Rules and best practices"). */
const CONNECTION_SHARE = 0.8;

/** The alarms of a Client VPN endpoint and of its certificates. */
export class ClientVpnAlarms extends Construct {
  /** Most addresses are in use. */
  readonly connections: MetricAlarm;
  /** The server's certificate expires soon. */
  readonly serverCertificate: MetricAlarm;

  private readonly props: ClientVpnAlarmsProps;

  constructor(scope: Construct, id: string, props: ClientVpnAlarmsProps) {
    super(scope, id);
    this.props = props;
    const { authentication, serverCertificateArn, endpoint } = props;
    const metrics = clientVpnMetrics(endpoint.endpointId);
    this.connections = this.createConnections(metrics.connections);
    this.createAuthenticationFailures(metrics.authenticationFailures);
    this.serverCertificate = this.createExpiry("server-certificate", certificateDays(serverCertificateArn), {
      description: `The server's certificate expires in less than ${CERTIFICATE_DAYS} days. Then no client can connect. Renew it and import it under the same ARN.`,
    });
    if (authentication.type === "saml") {
      this.createExpiry("identity-provider-certificate", metrics.identityProviderDays, {
        description: `The identity provider's certificate expires in less than ${CERTIFICATE_DAYS} days. Then no client can connect. Update the metadata of the IAM SAML provider.`,
      });
      return;
    }
    if (authentication.clientRootCertificateArn !== serverCertificateArn) {
      this.createExpiry("client-root-certificate", certificateDays(authentication.clientRootCertificateArn), {
        description: `The certificate that verifies clients expires in less than ${CERTIFICATE_DAYS} days. Then no client can connect. Renew it and import it under the same ARN.`,
      });
    }
    this.createExpiry("revocation-list", metrics.revocationListDays, {
      description: `The revocation list expires in less than ${REVOCATION_LIST_DAYS} days. Then no client can connect. Import a new one.`,
      threshold: REVOCATION_LIST_DAYS,
    });
  }

  private createConnections(value: Metric): MetricAlarm {
    const addresses = 2 ** (32 - prefixLength(this.props.endpoint.clientCidr)) / 2;
    return this.alarm("connections", {
      description:
        "Most client addresses are in use. Without a free one, no client can connect. Check the connection log.",
      value,
      comparison: "above",
      threshold: Math.floor(addresses * CONNECTION_SHARE),
      evaluationPeriods: 3,
      missingData: "notBreaching",
    });
  }

  private createAuthenticationFailures(value: Metric): void {
    this.alarm("authentication-failures", {
      description: `At least ${AUTHENTICATION_FAILURES} clients could not authenticate in 5 minutes. Check certificates, revocation list and connection log.`,
      value,
      threshold: AUTHENTICATION_FAILURES,
      missingData: "notBreaching",
    });
  }

  private createExpiry(
    id: string,
    value: Metric,
    { description, threshold = CERTIFICATE_DAYS }: { readonly description: string; readonly threshold?: number },
  ): MetricAlarm {
    return this.alarm(id, {
      description,
      value,
      comparison: "below",
      threshold,
      // Reported until the expiry only. The alarm must not end then.
      missingData: "ignore",
    });
  }

  private alarm(id: string, alarm: Omit<MetricAlarmProps, "name" | "topicArn">): MetricAlarm {
    const { name, topicArn } = this.props;
    return new MetricAlarm(this, id, { name: `${name}-${id}`, topicArn, ...alarm });
  }
}
