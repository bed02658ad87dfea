// Adds the weights of all criteria up while they are typed.
const total = document.querySelector("[data-weight-total]");

function show() {
  const fields = [...document.querySelectorAll("[data-weight]")];
  const isNamed = (field) =>
    document.getElementById(field.id.replace("-weight", "-name"))?.value.trim() !== "";
  const sum = fields.filter(isNamed).reduce((all, field) => all + (Number(field.value) || 0), 0);
  total.textContent = sum === 100 ? total.dataset.done : total.dataset.sum.replace("{total}", sum);
}

if (total) {
  show();
  document.addEventListener("input", show);
}
