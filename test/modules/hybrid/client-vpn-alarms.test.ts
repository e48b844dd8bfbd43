import { ClientVpnAlarms, type ClientVpnAlarmsProps } from "../../../modules/hybrid/client-vpn-alarms";
import { Template } from "../../helpers/template";

const REQUIRED: ClientVpnAlarmsProps = {
  name: "sample-test-aurora-vpn",
  endpoint: { endpointId: "cvpn-endpoint-1", clientCidr: "192.168.128.0/22" },
  authentication: { type: "certificate", clientRootCertificateArn: "arn:root" },
  serverCertificateArn: "arn:server",
  topicArn: "topic",
};

const alarms = (props: Partial<ClientVpnAlarmsProps> = {}) =>
  Template.of((scope) => {
    new ClientVpnAlarms(scope, "alarms", { ...REQUIRED, ...props });
  });

const names = (template: Template) =>
  template
    .all("aws_cloudwatch_metric_alarm")
    .map(({ alarm_name }) => alarm_name.replace("sample-test-aurora-vpn-", ""))
    .sort();

describe("ClientVpnAlarms", () => {
  const template = alarms();

  it("stands alone: required props only, and watches both certificates and the revocation list", () => {
    expect(names(template)).toEqual([
      "authentication-failures",
      "client-root-certificate",
      "connections",
      "revocation-list",
      "server-certificate",
    ]);
  });

  it("fires 30 days before a certificate expires, and stays on after that, when ACM reports nothing", () => {
    for (const [name, arn] of [
      ["server-certificate", "arn:server"],
      ["client-root-certificate", "arn:root"],
    ]) {
      template.one("aws_cloudwatch_metric_alarm", {
        alarm_name: `sample-test-aurora-vpn-${name}`,
        namespace: "AWS/CertificateManager",
        metric_name: "DaysToExpiry",
        dimensions: { CertificateArn: arn },
        statistic: "Minimum",
        period: 86_400,
        comparison_operator: "LessThanThreshold",
        threshold: 30,
        treat_missing_data: "ignore",
      });
    }
  });

  it("fires 14 days before the revocation list expires", () => {
    template.one("aws_cloudwatch_metric_alarm", {
      namespace: "AWS/ClientVPN",
      metric_name: "CrlDaysToExpiry",
      dimensions: { Endpoint: "cvpn-endpoint-1" },
      comparison_operator: "LessThanThreshold",
      threshold: 14,
      treat_missing_data: "ignore",
    });
  });

  it("fires at 80 % of the half of the addresses that clients can get", () => {
    const threshold = (clientCidr: string) =>
      alarms({ endpoint: { endpointId: "e", clientCidr } }).one("aws_cloudwatch_metric_alarm", {
        metric_name: "ActiveConnectionsCount",
      }).threshold;
    expect([threshold("192.168.128.0/22"), threshold("10.0.0.0/16")]).toEqual([409, 26_214]);
  });

  it("fires on many failed authentications", () => {
    template.one("aws_cloudwatch_metric_alarm", {
      metric_name: "AuthenticationFailures",
      statistic: "Sum",
      threshold: 10,
    });
  });

  it("has one alarm for a certificate that both sides use", () => {
    const authentication = { type: "certificate", clientRootCertificateArn: "arn:server" } as const;
    expect(names(alarms({ authentication }))).not.toContain("client-root-certificate");
  });

  it("watches the identity provider's certificate with SAML, and no revocation list", () => {
    const saml = alarms({ authentication: { type: "saml", providerArn: "arn:provider" } });
    expect(names(saml)).toEqual([
      "authentication-failures",
      "connections",
      "identity-provider-certificate",
      "server-certificate",
    ]);
    saml.one("aws_cloudwatch_metric_alarm", { metric_name: "IdpCertDaysToExpiry", threshold: 30 });
  });
});
