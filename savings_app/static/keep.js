// What a family writes into its plan stays in this browser until it has arrived: over a lost
// connection, over a closed browser. It is sent once, goes a week later, and goes at "Keluar".
const PREFIX = "plan:";
const A_WEEK = 7 * 24 * 60 * 60 * 1000;
const PLAN = "/family/plan/";

const box = (() => {
  try {
    localStorage.setItem("?", "");
    localStorage.removeItem("?");
    return localStorage;
  } catch {
    return null; // a browser that keeps nothing: the pages work as without this file
  }
})();

const names = () => Object.keys(box).filter((name) => name.startsWith(PREFIX));
const read = (name) => JSON.parse(box.getItem(name) || "null");
const forget = (name) => box.removeItem(name);
const show = (element, on) => { if (element) element.hidden = !on; };

function forgetTheOld() {
  for (const name of names()) if (Date.now() - read(name).at > A_WEEK) forget(name);
}

// One entry for each question of one plan.
function keep(form, plan, { sent = false, button = null } = {}) {
  const fields = [...new FormData(form)].filter(([name, value]) => !["do", "csrf_token"].includes(name) && typeof value === "string");
  if (button) fields.push([button.name, button.value]);
  box.setItem(`${PREFIX}${plan}:${location.pathname}`, JSON.stringify({ path: location.pathname, fields, sent, at: Date.now() }));
}

// Through the page itself, so that its answer is shown as ever.
function post(entry, token, what) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = entry.path;
  for (const [name, value] of [...entry.fields.filter(([name]) => name !== "do"), ["csrf_token", token], ["do", what]]) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

async function send(name, token) {
  const entry = read(name);
  const body = new URLSearchParams(entry.fields);
  body.set("csrf_token", token);
  let answer;
  try {
    answer = await fetch(entry.path, { method: "POST", body });
  } catch {
    return; // still no connection
  }
  if (answer.redirected && new URL(answer.url).pathname.startsWith(PLAN)) {
    forget(name);
    location.replace(answer.url);
  } else if (!answer.redirected && (answer.status === 200 || answer.status === 409)) {
    // It has something to ask: shown once, with everything that was written.
    box.setItem(name, JSON.stringify({ ...entry, sent: false }));
    post(entry, token, "next");
  }
}

function tend(mark) {
  const { keep: plan, arrived, shown } = mark.dataset;
  const form = mark.closest("form");
  const token = form.elements.csrf_token.value;
  if (arrived) forget(`${PREFIX}${plan}:${arrived}`);
  const mine = names().filter((name) => name.startsWith(`${PREFIX}${plan}:`));
  const unsent = mine.find((name) => read(name).sent);
  const typed = `${PREFIX}${plan}:${location.pathname}`;
  // It arrived and has something to ask: it is written, not on its way. Another question may be opened.
  if (shown && mine.includes(typed)) box.setItem(typed, JSON.stringify({ ...read(typed), sent: false }));
  if (unsent && !shown) send(unsent, token);
  else if (mine.includes(typed) && !shown) post(read(typed), token, "show");
  form.addEventListener("input", () => keep(form, plan));
  form.addEventListener("submit", ({ submitter }) => {
    if (submitter?.value === "not_now") forget(typed);
    else keep(form, plan, { sent: submitter?.value === "next", button: submitter });
  });
}

if (box) {
  forgetTheOld();
  const mark = document.querySelector("[data-keep]");
  if (mark) tend(mark);
  for (const notice of document.querySelectorAll("[data-unsent]")) {
    show(notice, names().some((name) => name.startsWith(PREFIX + notice.dataset.unsent)));
  }
  document.querySelector("form[data-leaves]")?.addEventListener("submit", () => names().forEach(forget));
}
const line = document.querySelector("[data-offline]");
const tell = () => show(line, !navigator.onLine);
addEventListener("offline", tell);
addEventListener("online", tell);
tell();
// The page that stands in for another one gives way to it.
if (document.querySelector("[data-stands-in]")) {
  const open = () => location.replace(location.pathname);
  addEventListener("online", open);
  // "Back" to the answer of a form brings it here also with a connection: the page itself is asked for.
  if (navigator.onLine && performance.getEntriesByType("navigation")[0]?.type === "back_forward") open();
}
navigator.serviceWorker?.register("/service-worker.js");
