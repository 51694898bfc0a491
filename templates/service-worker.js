// Shows the offline page when a page cannot be fetched. Other pages are never kept.

const CACHE = "offline-1";
const OFFLINE = "{% url "offline" %}";
const PARTS = [OFFLINE, "{% static "css/site.css" %}"];

// Fetched as by a stranger: what is kept here outlives signing out, and names nobody.
const asStranger = (part) => new Request(part, { credentials: "omit" });

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(PARTS.map(asStranger))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const isPage = request.mode === "navigate" && request.method === "GET";
  if (!isPage && request.destination !== "style") return;
  event.respondWith(fetch(request).catch(() => caches.match(isPage ? OFFLINE : request)));
});
