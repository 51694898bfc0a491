// Shows the offline page when a page cannot be fetched. Pages themselves are never kept.

const CACHE = "offline-1";
const OFFLINE = "{% url "offline" %}";
const PARTS = [OFFLINE, {% for name in stylesheets %}"{% static name %}", {% endfor %}];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(PARTS)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const isPage = request.mode === "navigate" && request.method === "GET";
  if (!isPage && request.destination !== "style") return;
  event.respondWith(fetch(request).catch(() => caches.match(isPage ? OFFLINE : request)));
});
