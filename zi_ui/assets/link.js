// 'Salin tautan': the page's full address goes to the clipboard, and stands in the box that opens, to be copied by hand
// where the browser refuses (it does so on addresses without https, this computer's own excepted).
(() => {
  if (window.ziLink) return;
  window.ziLink = true;
  const opened = (tries, then) => {
    const box = document.querySelector(".zi-link");
    if (box) then(box);
    else if (tries > 0) requestAnimationFrame(() => opened(tries - 1, then));
  };
  const byHand = (field) => {
    field.focus();
    field.select();
    try { return document.execCommand("copy"); } catch { return false; }
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.(".st-key-salin_tautan button")) return;
    const link = window.location.href;
    const asked = navigator.clipboard?.writeText(link) ?? Promise.reject(new Error("no clipboard"));
    const copied = asked.then(() => true, () => false);
    opened(120, async (box) => {
      const field = box.querySelector("textarea"), said = box.querySelector("[role=status]");
      field.value = link;
      const done = (await copied) || byHand(field);
      field.select();
      said.textContent = done
        ? "Tautan tersalin. Tempelkan di pesan Anda."
        : "Peramban tidak mengizinkan penyalinan. Salin sendiri tautan di atas: tekan Ctrl+C, atau tahan lalu Salin.";
    });
  }, true);
})();
