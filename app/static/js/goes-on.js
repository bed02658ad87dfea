// A page whose only step needs no decision takes it by itself.
document.querySelector("form[data-goes-on]")?.requestSubmit();
