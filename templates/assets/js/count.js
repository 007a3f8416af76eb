// Says how many characters are left, to the eye at once and to a screen reader when typing pauses.

function say(left) {
  const count = Math.abs(left).toLocaleString("en-GB");
  const noun = Math.abs(left) === 1 ? "character" : "characters";
  return left < 0 ? `${count} ${noun} too many` : `${count} ${noun} left`;
}

function startCount(field) {
  const limit = Number(field.dataset.max);
  const hint = document.getElementById(`${field.id}-info`);
  if (!limit || !hint) return;

  const seen = document.createElement("div");
  seen.className = "govuk-hint govuk-character-count__message";
  seen.setAttribute("aria-hidden", "true");
  const heard = document.createElement("div");
  heard.className = "govuk-visually-hidden";
  heard.setAttribute("aria-live", "polite");
  hint.after(seen, heard);
  hint.classList.add("govuk-visually-hidden");

  let pause;
  const update = () => {
    // Code points, as the server counts: an emoji is one, whatever its length in UTF-16.
    const left = limit - [...field.value].length;
    seen.textContent = say(left);
    seen.classList.toggle("govuk-error-message", left < 0);
    seen.classList.toggle("govuk-hint", left >= 0);
    seen.hidden = left > limit / 4;
    clearTimeout(pause);
    pause = setTimeout(() => {
      heard.textContent = left > limit / 4 ? "" : say(left);
    }, 1000);
  };
  field.addEventListener("input", update);
  window.addEventListener("pageshow", update);
  update();
}

export function startCounts() {
  document.querySelectorAll("[data-max]").forEach(startCount);
}
