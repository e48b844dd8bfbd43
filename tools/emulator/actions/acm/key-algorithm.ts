import { text } from "../../protocol/params";
import { changeJson } from "../../protocol/reply";
import type { Feature } from "../feature";

/**
 * The key algorithm of a requested certificate, because moto always returns RSA_2048.
 * https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
 */
export const keyAlgorithm: Feature = {
  service: "acm",
  actions: {
    RequestCertificate: async (call) => {
      const algorithm = text(call.request.params, "KeyAlgorithm");
      return changeJson(await call.next(), (answer) => {
        if (algorithm === undefined) {
          return;
        }
        call.state.regional(call.request, "acm key algorithms").set(answer.CertificateArn, algorithm);
      });
    },
    DescribeCertificate: async (call) => {
      return changeJson(await call.next(), ({ Certificate }) => {
        const algorithm = call.state.regional(call.request, "acm key algorithms").get(Certificate.CertificateArn);
        if (algorithm !== undefined) {
          Certificate.KeyAlgorithm = algorithm;
        }
      });
    },
  },
};
