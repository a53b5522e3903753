// Sessions that are written down without a network: kept in the device's own store, and sent once when there is one.
const root = document.querySelector("[data-offline]");
const form = root.querySelector("[data-form]");
const word = (name) => root.querySelector("[data-words]").content.querySelector(`[data-word="${name}"]`).textContent;
const AGAIN = 30_000;
const DRAFT = "draft";

// The store: one table of entries by key. A promise for each request is all that is needed of it.
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const opened = (() => {
  const request = indexedDB.open("fiftysteps-sessions", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("entries", { keyPath: "key" });
  return done(request);
})();
const table = async (mode) => (await opened).transaction("entries", mode).objectStore("entries");
const keep = async (entry) => done((await table("readwrite")).put(entry));
const drop = async (key) => done((await table("readwrite")).delete(key));
const list = async () => (await done((await table("readonly")).getAll())).filter((entry) => entry.key !== DRAFT);

const read = () => [...new FormData(form).entries()];

function fill(told) {
  form.reset();
  for (const field of form.elements) {
    const own = told.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox") field.checked = own.includes(field.value);
    else if (own.length) [field.value] = own;
  }
}

function say(name) {
  root.querySelector("[data-state]").textContent = word(name);
}

function draw(entry) {
  const item = root.querySelector("[data-entry]").content.cloneNode(true);
  item.querySelector("[data-title]").textContent = new Map(entry.told).get("title") || "…";
  item.querySelector("[data-said]").textContent = word(entry.state);
  for (const fault of entry.faults || []) {
    const line = document.createElement("li");
    line.textContent = fault;
    item.querySelector("[data-faults]").append(line);
  }
  const change = item.querySelector("[data-change]");
  const away = item.querySelector("[data-drop]");
  change.hidden = entry.state === "sent";
  change.addEventListener("click", () => {
    fill(entry.told);
    form.dataset.key = entry.key;
    form.querySelector("select, input").focus();
  });
  away.addEventListener("click", async () => {
    if (entry.state !== "sent" && away.dataset.sure !== "yes") {
      away.dataset.sure = "yes";
      say("sure");
      return;
    }
    await drop(entry.key);
    await show();
  });
  return item;
}

async function show() {
  const entries = await list();
  root.querySelector("[data-queue]").replaceChildren(...entries.map(draw));
  root.querySelector("[data-nothing]").hidden = entries.length > 0;
}

async function sendOne(entry, token) {
  const body = new URLSearchParams(entry.told);
  body.append("key", entry.key);
  body.append("csrfmiddlewaretoken", token);
  const answer = await fetch(root.dataset.send, { method: "POST", body });
  if (answer.status === 403) {
    say("signed-out");
    return false;
  }
  const told = await answer.json();
  await keep({ ...entry, state: answer.ok ? "sent" : "refused", faults: told.faults || [] });
  return true;
}

async function sendAll() {
  const waiting = (await list()).filter((entry) => entry.state === "waiting");
  if (!waiting.length || !navigator.onLine) return;
  const answer = await fetch(root.dataset.token);
  if (!answer.ok || answer.redirected) {
    say("signed-out");
    return;
  }
  const { token } = await answer.json();
  for (const entry of waiting) if (!(await sendOne(entry, token))) break;
  await show();
}

// Two windows do not send at once. Where a browser has no locks, the key makes a second sending harmless.
async function send() {
  try {
    await (navigator.locks ? navigator.locks.request("fiftysteps-send", sendAll) : sendAll());
  } catch (fault) {
    if (!(fault instanceof TypeError)) throw fault;
    say("offline");
  }
}

form.addEventListener("input", () => keep({ key: DRAFT, told: read() }));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await keep({ key: form.dataset.key || crypto.randomUUID(), told: read(), state: "waiting", faults: [] });
  await drop(DRAFT);
  delete form.dataset.key;
  form.reset();
  await show();
  await send();
});

window.addEventListener("online", () => {
  say("online");
  send();
});
window.addEventListener("offline", () => say("offline"));

(async () => {
  if ("serviceWorker" in navigator) await navigator.serviceWorker.register(root.dataset.worker);
  const draft = await done((await table("readonly")).get(DRAFT));
  if (draft) fill(draft.told);
  if (!navigator.onLine) say("offline");
  await show();
  await send();
  setInterval(send, AGAIN);
})();
