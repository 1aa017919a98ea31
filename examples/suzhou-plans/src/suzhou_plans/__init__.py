"""How the environmental plans of 苏州市 are written: see the TOML files in this folder."""
