import type { Metric } from "../monitoring/metric";

/** Client VPN publishes every five minutes. */
const VPN_PERIOD_SECONDS = 300;
/** ACM publishes twice a day. */
const CERTIFICATE_PERIOD_SECONDS = 86_400;

/**
 * Metrics of a Client VPN endpoint.
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/monitoring-cloudwatch.html
 */
export function clientVpnMetrics(endpointId: string) {
  const metric = (name: string, statistic: Metric["statistic"]): Metric => ({
    namespace: "AWS/ClientVPN",
    name,
    dimensions: { Endpoint: endpointId },
    statistic,
    periodSeconds: VPN_PERIOD_SECONDS,
  });
  return {
    connections: metric("ActiveConnectionsCount", "Maximum"),
    authenticationFailures: metric("AuthenticationFailures", "Sum"),
    /** Days until the revocation list expires. An endpoint without a list does not report it. */
    revocationListDays: metric("CrlDaysToExpiry", "Minimum"),
    /** Days until the identity provider's certificate expires. Only endpoints with SAML report it. */
    identityProviderDays: metric("IdpCertDaysToExpiry", "Minimum"),
    toClients: metric("EgressBytes", "Sum"),
    fromClients: metric("IngressBytes", "Sum"),
  };
}

/**
 * Days until a certificate in ACM expires. ACM reports them until then.
 * https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html
 */
export function certificateDays(certificateArn: string): Metric {
  return {
    namespace: "AWS/CertificateManager",
    name: "DaysToExpiry",
    dimensions: { CertificateArn: certificateArn },
    statistic: "Minimum",
    periodSeconds: CERTIFICATE_PERIOD_SECONDS,
  };
}
