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
