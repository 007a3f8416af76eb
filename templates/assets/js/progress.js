// Looks how far work is that somebody waits for, and says so: to the eye each time, to a screen
// reader now and then and at the end. It asks less often when the page is hidden or the line is
// bad, and never takes the keyboard away from where it is.

const often = 2000;
const seldom = 15000;

async function fetched() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-progress]"); // none: signed out, or the page has changed
}

// Puts the new contents in place of the old, but for the line that is heard: one that is new would
// not be read out.
function show(box, fresh, heard) {
  const link = box.querySelector("a");
  const held = link !== null && link === document.activeElement;
  box.dataset.progress = fresh.dataset.progress;
  if (held && fresh.dataset.progress === "running") {
    const phrase = fresh.querySelector("[data-progress-phrase]");
    box.querySelector("[data-progress-phrase]").replaceWith(phrase);
    const [bar, next] = [box.querySelector("progress"), fresh.querySelector("progress")];
    if (bar && next) bar.value = next.value;
    return;
  }
  fresh.querySelector("[data-progress-heard]").remove();
  for (const old of [...box.children]) if (old !== heard) old.remove();
  const [phrase, ...rest] = fresh.children;
  heard.before(phrase);
  heard.after(...rest);
  if (held) box.querySelector("a")?.focus();
}

export function startProgress() {
  const box = document.querySelector('[data-progress="running"]');
  if (!box) return;
  const heard = box.querySelector("[data-progress-heard]");
  let wait = often;
  let said = Date.now();

  const look = async () => {
    if (document.hidden) return void setTimeout(look, seldom);
    try {
      const fresh = await fetched();
      if (!fresh) return;
      show(box, fresh, heard);
      wait = often;
    } catch {
      wait = Math.min(wait * 2, seldom);
    }
    const ended = box.dataset.progress !== "running";
    if (ended || Date.now() - said > seldom) {
      heard.textContent = box.querySelector("[data-progress-phrase]").textContent.replace(/\s+/g, " ").trim();
      said = Date.now();
    }
    if (!ended) setTimeout(look, wait);
  };
  setTimeout(look, often);
}
