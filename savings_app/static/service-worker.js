// One page for when there is no connection. No page of a family is ever kept here.
// FILES, the page first, stands above: the service writes it, with the hash of each file.
const SHELF = `offline ${FILES.join(" ")}`;
const PAGE = FILES[0];

addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(FILES)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const outdated = (all) => all.filter((name) => name !== SHELF).map((name) => caches.delete(name));
  event.waitUntil(caches.keys().then((all) => Promise.all(outdated(all))).then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const { pathname, search } = new URL(event.request.url);
  if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => caches.match(PAGE)));
  } else if (FILES.includes(pathname + search)) {
    event.respondWith(caches.match(event.request).then((kept) => kept || fetch(event.request)));
  }
});
