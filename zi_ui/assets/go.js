// Links inside the app lead on within this visit, as the menu does; with Ctrl, Shift or the middle button the browser
// opens them as it always does.
(() => {
  if (window.ziGo) return;
  window.ziGo = true;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.zi-go, a[href^='bantuan?']");
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    link.closest("details.zi-menu")?.removeAttribute("open");
    if (link.closest(".zi-found")) link.blur();
    const elsewhere = new URL(link.href).pathname !== window.location.pathname;
    window.history.pushState({}, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate", {state: {}}));
    if (elsewhere) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  });
  // Filters that a phone's reader has opened stay open while one after another is chosen; another screen folds them.
  let unfolded = null;
  const here = () => window.location.pathname;
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details.zi-fold")) unfolded = event.target.open ? here() : null;
  }, true);
  new MutationObserver(() => {
    if (unfolded === here()) document.querySelector("details.zi-fold:not([open])")?.setAttribute("open", "");
  }).observe(document.body, {childList: true, subtree: true});
  // A menu that is open closes on Escape and on a click elsewhere.
  const closeAll = (but) => document.querySelectorAll("details.zi-menu[open]").forEach((menu) => {
    if (!menu.contains(but)) menu.removeAttribute("open");
  });
  document.addEventListener("click", (event) => closeAll(event.target.closest?.("details.zi-menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement?.closest?.("details.zi-menu[open]");
    closeAll(null);
    menu?.querySelector("summary")?.focus();
  });
})();
