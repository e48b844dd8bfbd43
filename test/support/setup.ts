import { hurryTraces } from "../../framework";

hurryTraces();
