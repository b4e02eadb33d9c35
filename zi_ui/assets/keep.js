// The unit and the Pokja chosen last, kept in this browser alone, for the next visit to begin with.
(() => {
  if (window.ziKeep) return;
  window.ziKeep = true;
  const KEPT = {unit: "zi_unit", pokja: "zi_pokja"};
  const keep = () => {
    const asked = new URL(window.location.href).searchParams;
    for (const [name, cookie] of Object.entries(KEPT)) {
      const value = asked.get(name);
      if (value && value.length < 300) {
        document.cookie = `${cookie}=${encodeURIComponent(value)}; path=/; max-age=31536000; SameSite=Strict`;
      }
    }
  };
  for (const name of ["pushState", "replaceState"]) {
    const own = window.history[name].bind(window.history);
    window.history[name] = (...given) => { own(...given); keep(); };
  }
  keep();
})();
