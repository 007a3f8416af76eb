// Long forms save themselves: three seconds after typing stops, and when the page goes out of
// sight. The server is the only place that keeps words; only while it cannot be reached do they
// stay in this tab's session storage, and they leave it when sent, at sign-out, or when somebody
// else signs in here.

const prefix = "learning-year:";
const viewerKey = `${prefix}viewer`;
const pauseMs = 3000;
const retryMs = 15000;
// Browsers refuse a keepalive request with more than 64 KB.
const keepaliveMax = 60000;

function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null; // switched off by the browser's settings
  }
}

function wipe() {
  const kept = storage();
  if (!kept) return;
  for (const key of Object.keys(kept)) {
    if (key.startsWith(prefix)) kept.removeItem(key);
  }
}

function keepFor(viewer) {
  const kept = storage();
  if (!kept || !viewer) return;
  try {
    if (kept.getItem(viewerKey) !== viewer) wipe();
    kept.setItem(viewerKey, viewer);
  } catch {
    // Full or refused: autosave still works while there is a connection.
  }
}

// The words of a form, in order, as name and value. Files are never kept.
function wordsOf(form) {
  return [...new FormData(form)].filter(([, value]) => typeof value === "string");
}

function control(name) {
  return ["once", "version"].includes(name);
}

// Puts kept words back. True when something on the page changed.
function restore(form, words) {
  let changed = false;
  const given = new Map();
  for (const [name, value] of words) given.set(name, [...(given.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || control(field.name) || ["hidden", "file", "submit", "button"].includes(field.type)) continue;
    const values = given.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") {
      const checked = values.includes(field.value);
      changed ||= checked !== field.checked;
      field.checked = checked;
      continue;
    }
    if (!values.length) continue;
    const value = values.shift();
    changed ||= field.value !== value;
    field.value = value;
  }
  return changed;
}

class Draft {
  constructor(form) {
    this.form = form;
    this.key = prefix + (form.dataset.draftKey || form.dataset.draftUrl);
    this.status = form.querySelector("[data-draft-status]");
    this.dirty = false;
    this.sending = false;
    this.submitted = false;
    this.stopped = false;

    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", () => this.leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.send(true);
    });
    window.addEventListener("pagehide", () => this.send(true));
    window.addEventListener("online", () => this.send());
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) this.submitted = false;
    });
    this.recover();
  }

  say(text) {
    if (this.status && this.status.textContent !== text) this.status.textContent = text;
  }

  once() {
    return this.form.elements.namedItem("once")?.value ?? "";
  }

  typed() {
    this.dirty = true;
    this.wait(pauseMs);
  }

  wait(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), ms);
  }

  keep(submitted) {
    try {
      const draft = this.form.elements.namedItem("draft")?.value;
      storage()?.setItem(this.key, JSON.stringify({ words: wordsOf(this.form), once: this.once(), draft, submitted }));
      return true;
    } catch {
      return false;
    }
  }

  drop() {
    storage()?.removeItem(this.key);
  }

  // Words that were being submitted come back only to the very form they were typed in (the
  // person pressed Back after a failure): a form with a new key means that they arrived.
  recover() {
    let kept = null;
    try {
      kept = JSON.parse(storage()?.getItem(this.key) ?? "null");
    } catch {
      this.drop();
    }
    if (!kept) return;
    if (kept.submitted && kept.once !== this.once()) {
      this.drop();
      return;
    }
    if (restore(this.form, kept.words)) {
      this.follow(kept.draft);
      this.dirty = true;
      this.say("Your words from before are back. Not saved yet");
      this.wait(pauseMs);
    } else {
      this.drop();
    }
  }

  // What came back here goes on from the draft that it was, so that the server offers it once.
  follow(draft) {
    const field = this.form.elements.namedItem("draft");
    if (field && draft && !field.value.includes(" ")) field.value += ` ${draft.split(" ")[0]}`;
  }

  leave() {
    this.submitted = true;
    clearTimeout(this.timer);
    this.keep(true);
  }

  async send(leaving = false) {
    if (!this.dirty || this.submitted || this.stopped) return;
    if (this.sending && !leaving) {
      this.wait(pauseMs);
      return;
    }
    clearTimeout(this.timer);
    const body = new URLSearchParams(wordsOf(this.form)).toString();
    this.dirty = false;
    this.sending = true;
    try {
      const answer = await fetch(this.form.dataset.draftUrl, {
        method: "POST",
        headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
        body,
        keepalive: body.length < keepaliveMax,
        redirect: "error",
      });
      await this.answered(answer);
    } catch {
      this.unsent("Not connected. Your words are kept in this tab");
    } finally {
      this.sending = false;
    }
  }

  async answered(answer) {
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      this.saved(said);
    } else if (answer.status === 401) {
      this.unsent("You are signed out. Your words are kept in this tab: sign in and come back to this page", false);
    } else if (answer.status === 409) {
      this.stopped = true;
      this.say(said.message || "This was changed somewhere else. Save to see both");
    } else if (answer.status === 422) {
      this.say(said.message || "Not saved yet: something here needs another look");
    } else {
      this.unsent(said.message || "Not saved. Your words are kept in this tab");
    }
  }

  saved({ saved, version, url }) {
    const field = this.form.elements.namedItem("version");
    if (version && field) field.value = version;
    if (url) this.form.dataset.draftUrl = url;
    if (this.dirty) return; // typed on while it was being sent
    this.drop();
    this.say(saved ? `Saved ${saved}` : "Saved");
  }

  unsent(text, again = true) {
    this.dirty = true;
    this.say(this.keep(false) ? text : "Not saved yet. Keep this page open");
    if (again) this.wait(retryMs);
  }
}

// The page for somebody whose session had ended: what was being submitted did not arrive, and
// comes back to its form unless it is saved from here.
function keepWhileAway() {
  const form = document.querySelector("form[data-away]");
  const kept = storage();
  if (!form || !kept) return;
  const mark = (submitted) => {
    for (const key of Object.keys(kept)) {
      if (!key.startsWith(prefix) || key === viewerKey) continue;
      kept.setItem(key, JSON.stringify({ ...JSON.parse(kept.getItem(key)), submitted }));
    }
  };
  mark(false);
  form.addEventListener("submit", () => mark(true));
}

export function startAutosave() {
  keepFor(document.body.dataset.viewer);
  keepWhileAway();
  for (const form of document.querySelectorAll("form[data-draft-url]")) new Draft(form);
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) wipe();
  });
}
