import { changeXml } from "../../protocol/reply";
import { children, textOf, type XmlTree } from "../../protocol/xml";
import type { Feature } from "../feature";

/**
 * Tags of launch templates. moto returns them together with the tags for instances.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html
 */
export const launchTemplateTags: Feature = {
  service: "ec2",
  actions: {
    DescribeLaunchTemplateVersions: async (call) => {
      return changeXml(await call.next(), (top) => {
        for (const version of children(top.launchTemplateVersionSet, "item")) {
          const data = (version as XmlTree).launchTemplateData;
          if (data === undefined || typeof data === "string" || Array.isArray(data)) {
            continue;
          }
          const tags = children(data.tagSpecificationSet, "item");
          const ofInstances = tags.filter((one) => textOf(one, "resourceType") !== "launch-template");
          data.tagSpecificationSet = ofInstances.length > 0 ? { item: ofInstances } : "";
        }
      });
    },
  },
};
