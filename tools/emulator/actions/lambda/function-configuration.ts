import { at, type Params, text } from "../../protocol/params";
import { changeJson, type Reply } from "../../protocol/reply";
import type { Call, Feature } from "../feature";

const FUNCTIONS = "/2015-03-31/functions";

/**
 * Parts of a function's configuration that moto drops.
 * https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
 */
export const functionConfiguration: Feature = {
  service: "lambda",
  routes: {
    [`POST ${FUNCTIONS}`]: remember,
    [`PUT ${FUNCTIONS}/{name}/configuration`]: remember,
    [`PUT ${FUNCTIONS}/{name}/code`]: async (call) => changeJson(await call.next(), (answer) => correct(call, answer)),
    [`GET ${FUNCTIONS}/{name}/configuration`]: async (call) => {
      return changeJson(await call.next(), (answer) => correct(call, answer));
    },
    [`GET ${FUNCTIONS}/{name}`]: async (call) => {
      return changeJson(await call.next(), (answer) => correct(call, answer.Configuration));
    },
    [`GET ${FUNCTIONS}`]: async (call) => {
      return changeJson(await call.next(), (answer) => {
        for (const one of answer.Functions) {
          correct(call, one);
        }
      });
    },
  },
};

const DROPPED = ["DeadLetterConfig", "KMSKeyArn", "LoggingConfig"];

interface Configuration extends Params {
  readonly FunctionName: string;
}

async function remember(call: Call): Promise<Reply> {
  const { params } = call.request;
  return changeJson(await call.next(), (answer: Configuration) => {
    const kept: Params = { ...table(call).get(answer.FunctionName) };
    for (const name of DROPPED) {
      if (params[name] !== undefined) {
        kept[name] = params[name];
      }
    }
    table(call).set(answer.FunctionName, kept);
    correct(call, answer);
  });
}

function correct(call: Call, configuration: Configuration): void {
  const kept = table(call).get(configuration.FunctionName) ?? {};
  const logging = { LogFormat: "Text", LogGroup: `/aws/lambda/${configuration.FunctionName}` };
  Object.assign(configuration, kept, { LoggingConfig: { ...logging, ...(kept.LoggingConfig as Params) } });
  // An empty value removes a setting.
  if (text(kept.KMSKeyArn) === "") {
    delete configuration.KMSKeyArn;
  }
  if (text(at(kept, "DeadLetterConfig", "TargetArn")) === "") {
    delete configuration.DeadLetterConfig;
  }
}

function table(call: Call): Map<string, Params> {
  return call.state.regional(call.request, "lambda function configurations");
}
