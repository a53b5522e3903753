{% autoescape off %}// Answers for the page of sessions where there is no network. What people said is never in this cache.
const told = {{ told }};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(told.name).then((cache) => cache.addAll(told.files)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const drop = (names) => Promise.all(names.filter((name) => name !== told.name).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(drop).then(() => self.clients.claim()));
});

// The page from the network, so that it is the newest; a page that leads to signing in is not kept in its place.
async function answerPage(request) {
  const cache = await caches.open(told.name);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await cache.put(told.page, answer.clone());
    return answer;
  } catch {
    return cache.match(told.page);
  }
}

async function answerFile(request) {
  const kept = await caches.open(told.name).then((cache) => cache.match(request));
  return kept || fetch(request);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname === told.page) event.respondWith(answerPage(event.request));
  else if (told.files.includes(url.pathname)) event.respondWith(answerFile(event.request));
});
{% endautoescape %}
