// Comfort only: every page works without this file.
import { enableCopying } from "./copying.js";
import { enableCounting } from "./counting.js";
import { enableOffering } from "./offering.js";
import { enablePrinting } from "./printing.js";
import { fillFromFragment } from "./fragment.js";
import { focusErrors } from "./errors.js";

enableCopying(document);
enableCounting(document);
enableOffering(document);
enablePrinting(document);
fillFromFragment(document);
focusErrors(document);
