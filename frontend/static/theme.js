// Applies the theme that the person chose before anything is painted. Without a choice the style
// sheet follows the system by itself. The key is shared with src/state/theme.rs.
try {
  const chosen = localStorage.getItem("gaze.theme");
  if (chosen === "light" || chosen === "dark") {
    document.documentElement.dataset.theme = chosen;
  }
} catch {
  // Storage is forbidden: the system's theme is used.
}
