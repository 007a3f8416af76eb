// Ctrl or Cmd with Enter sends the form one is typing in, and a second tap on a button sends
// nothing twice. The server refuses a used key as well; this only spares the person a wait.

function sendByKey(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.closest?.("form[method='post' i]");
  const button = form?.querySelector("button:not([type='button']):not([data-not-default])");
  if (!button) return;
  event.preventDefault();
  form.requestSubmit(button);
}

const sent = new WeakSet();

function refuseSecond(event) {
  const form = event.target;
  if (form.method !== "post") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  setTimeout(() => sent.delete(form), 4000);
}

export function startSubmit() {
  document.addEventListener("keydown", sendByKey);
  document.addEventListener("submit", refuseSecond);
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.forms) sent.delete(form);
  });
}
