// Charts on paper. Plotly draws for the width of the screen and cannot draw anew while the browser prints: a chart
// wider than the paper would be cut, and every bar look full. So each picture is told its own size before printing
// (print.css then shrinks it as a whole), and Ctrl+P first draws the page as narrow as paper, which keeps its
// letters large.
(() => {
  if (window.ziPrint) return;
  window.ziPrint = true;
  const PAPER = 720;  // pixels of an A4 page's width between its margins
  const PATIENCE = 3000;  // milliseconds that drawing anew may take
  const charts = () => document.querySelectorAll(".js-plotly-plot .svg-container");
  const size = (chart) => {
    const drawn = chart.querySelector(".main-svg");
    return ["width", "height"].map((side) => parseFloat(drawn?.getAttribute(side)) || 0);
  };
  const before = () => charts().forEach((chart) => {
    const [wide, high] = size(chart);
    if (!wide || !high) return;
    chart.style.setProperty("--zi-wide", `${wide}px`);
    chart.style.setProperty("--zi-ratio", wide / high);
    chart.querySelectorAll(".main-svg").forEach((svg) => {
      svg.setAttribute("viewBox", `0 0 ${wide} ${high}`);
      svg.setAttribute("preserveAspectRatio", "xMinYMin meet");
    });
  });
  const after = () => charts().forEach((chart) => {
    chart.querySelectorAll(".main-svg").forEach((svg) => svg.removeAttribute("viewBox"));
  });
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  matchMedia("print").addEventListener("change", (print) => (print.matches ? before() : after()));

  // What is drawn, not the room it has: that narrows a moment earlier.
  const narrow = () => [...charts()].every((chart) => size(chart)[0] <= PAPER);
  document.addEventListener("keydown", (key) => {
    if (!(key.ctrlKey || key.metaKey) || key.shiftKey || key.altKey || key.key.toLowerCase() !== "p") return;
    key.preventDefault();
    const page = document.querySelector('[data-testid="stMainBlockContainer"]');
    if (page) Object.assign(page.style, {maxWidth: `${PAPER}px`, paddingInline: "0"});
    const since = performance.now();
    const whenDrawn = () => {
      if (!narrow() && performance.now() - since < PATIENCE) return requestAnimationFrame(whenDrawn);
      requestAnimationFrame(() => {
        window.print();
        if (page) Object.assign(page.style, {maxWidth: "", paddingInline: ""});
      });
    };
    whenDrawn();
  }, true);
})();
