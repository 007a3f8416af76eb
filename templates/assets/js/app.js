import { ServiceNavigation } from "govuk-frontend/dist/govuk/components/service-navigation/service-navigation.mjs";
import { startAutosave } from "./autosave.js";
import { startCounts } from "./count.js";
import { startErrors } from "./errors.js";
import { startPasswords } from "./password.js";
import { startProgress } from "./progress.js";
import { startSubmit } from "./submit.js";

for (const menu of document.querySelectorAll('[data-module="govuk-service-navigation"]')) {
  new ServiceNavigation(menu);
}
startErrors();
startCounts();
startPasswords();
startSubmit();
startAutosave();
startProgress();
