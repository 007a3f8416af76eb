// A button beside each password shows what was typed, so that long ones are not typed twice. The
// words are hidden again when the form goes, so that no browser keeps them as plain text.

function addShow(input) {
  const button = document.createElement("button");
  const box = document.createElement("div");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary app-button--small app-password__show";
  button.setAttribute("aria-controls", input.id);
  const set = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = shown ? "Hide" : "Show";
    button.setAttribute("aria-label", shown ? "Hide password" : "Show password");
  };
  set(false);
  button.addEventListener("click", () => set(input.type === "password"));
  input.form?.addEventListener("submit", () => set(false));
  box.className = "app-password";
  input.before(box);
  box.append(input, button);
}

export function startPasswords() {
  document.querySelectorAll("main input[type='password']").forEach(addShow);
}
