(() => {
  const box = document.getElementById("q");
  const shown = document.getElementById("n");
  const fold = (s) => s.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const rows = [...document.querySelectorAll("li[data-search]")];
  const texts = rows.map((row) => fold(`${row.textContent} ${row.dataset.search}`));
  const search = () => {
    const words = fold(box.value).split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, i) => {
      const found = words.every((word) => texts[i].includes(word));
      row.hidden = !found;
      count += found;
    });
    shown.textContent = String(count);
  };
  document.getElementById("search").hidden = false;
  box.addEventListener("input", search);
  search();
})();
