"""How the guide is built: ``sphinx-build -W docs site``. It fetches nothing."""

from importlib.metadata import version as version_of

project = "ecoplan"
version = release = version_of("ecoplan")
extensions = ["myst_parser"]
nitpicky = True

html_theme = "furo"
html_title = f"ecoplan {version}"
html_copy_source = False
html_show_copyright = False
html_static_path = ["style"]
html_css_files = ["guide.css"]

_EVEN = '"Sarasa Mono SC", "Noto Sans Mono CJK SC", "Source Han Mono SC", NSimSun, monospace'
"""Fonts in which a Chinese character is as wide as two Latin ones, as tables at a terminal need."""
html_theme_options = {"light_css_variables": {"font-stack--monospace": _EVEN}}

myst_heading_anchors = 3
"""Depth to which headings can be linked to, by the names that code forges give them too."""
