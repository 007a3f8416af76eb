// The error summary, or the notice of what has just happened, takes focus so that it is read first.

function focusOnce(element) {
  element.setAttribute("tabindex", "-1");
  element.addEventListener("blur", () => element.removeAttribute("tabindex"), { once: true });
  element.focus();
}

// A link in the summary puts the cursor in the field and its label on the screen: following the
// link alone would scroll the label out of sight.
function followToField(event) {
  const link = event.target.closest("a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const legend = field.closest("fieldset")?.querySelector("legend");
  const above = field.labels?.[0] ?? legend ?? field;
  (legend && ["radio", "checkbox"].includes(field.type) ? legend : above).scrollIntoView();
  field.focus({ preventScroll: true });
}

export function startErrors() {
  const summary = document.querySelector(".govuk-error-summary");
  const notice = document.querySelector("[data-notice]");
  if (summary) {
    summary.addEventListener("click", followToField);
    focusOnce(summary);
  } else if (notice) {
    focusOnce(notice);
  }
}
