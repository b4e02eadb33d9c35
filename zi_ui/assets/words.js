// Streamlit's own widgets speak English only and offer no setting for it: put their fixed words into Indonesian.
// Only texts that are wholly one of these change, so nothing that people wrote is touched; a word that a later
// Streamlit renames shows in English again, and nothing else happens.
(() => {
  if (window.ziWords) return;
  window.ziWords = true;
  document.documentElement.lang = "id";
  const words = {
    "Upload": "Pilih berkas",
    "Add files": "Tambah berkas",
    "Drag and drop file here": "Seret berkas ke sini",
    "Drag and drop files here": "Seret berkas ke sini",
    "file upload": "pilih berkas",
    "No results": "Tidak ada yang cocok",
    "Select all": "Pilih semua",
    "Clear value": "Kosongkan",
    "Clear selection": "Batalkan pilihan",
    "Search": "Cari",
    "Type to search": "Ketik untuk mencari",
    "Previous Result": "Hasil sebelumnya",
    "Next Result": "Hasil berikutnya",
    "Close Search": "Tutup pencarian",
    "Download as CSV": "Unduh sebagai CSV",
    "Show/hide columns": "Tampilkan/sembunyikan kolom",
    "Fullscreen": "Layar penuh",
    "Close fullscreen": "Tutup layar penuh",
    "Sort ascending": "Urutkan naik",
    "Sort descending": "Urutkan turun",
    "Copy column name": "Salin judul kolom",
    "Autosize": "Lebarkan sesuai isi",
    "Pin column": "Sematkan kolom",
    "Unpin column": "Lepas sematan kolom",
    "Hide column": "Sembunyikan kolom",
    "Loading...": "Memuat…",
    "No data": "Tidak ada data",
    "No options": "Tidak ada pilihan",
    "Add row": "Tambah baris",
    "Choose date": "Pilih tanggal",
    "Calendar": "Kalender",
    "Close": "Tutup",
    "Open": "Buka daftar pilihan",
    "Cancel": "Batal",
    "Dismiss": "Tutup",
    "Increment": "Tambah satu",
    "Decrement": "Kurangi satu",
    "Link to heading": "Tautan ke judul ini",
    "App pages": "Halaman aplikasi",
    "Skip to main content": "Langsung ke isi",
    "Press Enter to apply": "Tekan Enter",
    "Press Enter to submit form": "Tekan Enter untuk mengirim",
    "Running...": "Menghitung…",
    "Connecting": "Menyambung…",
    "Connection error": "Sambungan terputus",
    "Page not found": "Halaman tidak ada",
    "The page that you have requested does not seem to exist. Running the app's main page.":
      "Alamat itu tidak ada di aplikasi ini; yang dibuka adalah halaman utamanya.",
  };
  const patterns = [
    [/^day, (.*)$/, "hari, $1"],
    [/^month, (.*)$/, "bulan, $1"],
    [/^year, (.*)$/, "tahun, $1"],
    [/^Add: (.*)$/, "Tambahkan: $1"],
    [/^Remove (.*)$/, "Hapus $1"],
    // How large a file may be differs by its kind; the label above says it.
    [/^[\d.]+ ?[KMG]?B per file/, "atau seret ke sini"],
    [/^File must be ([\d.]+) ?([KMG]?B) or smaller\.$/, "Berkas paling besar $1 $2."],
    [/^(.*) files are not allowed\.$/, "Berkas $1 tidak dapat diunggah."],
    [/^You can only select up to (\d+) options?\. Remove an option first\.$/, "Paling banyak $1 pilihan; hapus satu dahulu."],
    [/^(\d+)\.0 ?B$/, "$1 B"],
    [/^(\d+)\.(\d) ?([KMG]B)$/, "$1,$2 $3"],
  ];
  const translate = (text) => {
    const plain = text.trim();
    if (Object.hasOwn(words, plain)) return words[plain];
    // A table's buttons name their table after a colon.
    const named = plain.indexOf(": ");
    const first = plain.slice(0, named);
    if (named > 0 && Object.hasOwn(words, first)) return words[first] + plain.slice(named);
    for (const [pattern, to] of patterns) if (pattern.test(plain)) return plain.replace(pattern, to);
    return text;
  };
  const attributes = ["aria-label", "title", "placeholder"];
  // Words of our own pages and of people's files are set in these; what Streamlit says stands elsewhere, or in a button.
  const ours = (element) => {
    const said = element?.closest('[data-testid="stMarkdownContainer"]');
    return said && !said.closest('[data-testid="stFileUploaderDropzone"]');
  };
  const text = (node) => {
    const to = ours(node.parentElement) ? node.nodeValue : translate(node.nodeValue);
    if (to !== node.nodeValue) node.nodeValue = to;
  };
  const named = (element) => {
    for (const name of attributes) {
      const is = element.getAttribute(name);
      if (is && translate(is) !== is) element.setAttribute(name, translate(is));
    }
  };
  const whole = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return text(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    named(root);
    root.querySelectorAll("[aria-label],[title],[placeholder]").forEach(named);
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) text(walk.currentNode);
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") text(change.target);
      else if (change.type === "attributes") named(change.target);
      else change.addedNodes.forEach(whole);
    }
  }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes,
  });
  whole(document.body);
})();
