"""The style of the picture: colours for light and dark mode, lines, and the legend."""

from csekg.languages.words import later

#: The style sheet of the picture. Whatever colours convey, shapes and texts convey as well.
CSS = """
svg { --ground: #fdfdfb; --raised: #f3f4f1; --ink: #1c2126; --soft: #545d66; --line: #7b868f;
      --accent: #1f4e79; --on-accent: #ffffff; color-scheme: light dark;
      font: 13px system-ui, -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans", sans-serif; }
@media (prefers-color-scheme: dark) {
  svg { --ground: #15191d; --raised: #1e2429; --ink: #e4e7e9; --soft: #a6b0b8; --line: #7d8993;
        --accent: #8fc1ee; --on-accent: #10202e; }
}
.ground { fill: var(--ground); }
text { fill: var(--ink); }
.title { font-size: 24px; font-weight: 600; }
.heading { font-weight: 600; fill: var(--soft); }
.note { font-size: 12px; fill: var(--soft); }
.end { text-anchor: end; font-variant-numeric: tabular-nums; }
.box { fill: var(--raised); stroke: var(--line); stroke-width: 1; }
.box.urged { stroke: var(--accent); stroke-width: 3; }
.box.recalled { stroke: var(--accent); stroke-width: 1.6; }
.box.related { stroke-dasharray: 5 3; }
.box.centre { fill: var(--accent); stroke: var(--accent); }
.label.centre { fill: var(--on-accent); font-weight: 600; text-anchor: middle; }
.line { fill: none; stroke: var(--line); }
.line.cites { stroke: var(--accent); }
.line.corresponds { stroke-dasharray: 6 4; }
.line.supplements { stroke: var(--ink); stroke-width: 1.3; }
.line.contains { stroke-dasharray: 1.5 3; stroke-width: 1.5; }
a:hover .box, a:focus .box { stroke: var(--ink); }
"""

#: The legend of the lines: class, text, and distance to the next entry in pixels.
LEGEND = (
    ("cites", later("cited by the resolution"), 230),
    ("corresponds", later("not cited, provisions correspond"), 290),
    ("supplements", later("protocol to a treaty"), 220),
    ("contains", later("adopts, contains, answers, or leads to it"), 300),
)
