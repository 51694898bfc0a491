// Signing in leads to the very place on a page that the address named; servers are not told of it.

const { hash } = location;

if (hash) {
  for (const next of document.querySelectorAll("input[name=next]")) next.value += hash;
  for (const link of document.querySelectorAll("a[href*='next=']")) {
    const address = new URL(link.href);
    address.searchParams.set("next", address.searchParams.get("next") + hash);
    link.href = address;
  }
}
