// Runs before the page is drawn, so that what needs script does not flash past those who have it.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
