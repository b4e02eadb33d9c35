// One act of a person is one entry in the browser's history. A click in the menu brings two addresses: the page's own,
// and a moment later the same with its choices; without this, Back would lead from the second to the first and be
// sent forward again. And what the server still says of a page that was left meanwhile (Back pressed twice, a second
// link before the first had answered) leads nowhere: it would lead back there.
(() => {
  if (window.ziHistory) return;
  window.ziHistory = true;
  let acted = false, here = window.location.pathname;
  const left = new Set();
  const arrive = (pathname) => {
    if (pathname !== here) left.add(here);
    left.delete(pathname);
    here = pathname;
  };
  for (const act of ["pointerdown", "keydown"]) window.addEventListener(act, () => { acted = true; }, true);
  window.addEventListener("popstate", () => {
    acted = false;
    arrive(window.location.pathname);
  }, true);
  const push = window.history.pushState.bind(window.history);
  window.history.pushState = (state, title, url) => {
    const now = new URL(window.location.href), next = new URL(url ?? "", now);
    const same = next.pathname === now.pathname;
    if (!same && !acted && left.has(next.pathname)) return;
    arrive(next.pathname);
    if (!acted || (same && now.search === "")) return window.history.replaceState(state, title, url);
    acted = false;
    return push(state, title, url);
  };
})();
