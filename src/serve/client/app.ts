// Filled next.
document.title = "farend";
