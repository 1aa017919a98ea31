"""Tables of indicators (指标 | 现状 | 目标) in a text: found, parted into rows, read as goals.

`finder` finds them before the outline is read; `cells` and `strips` part their lines; `rows` says
which value stands in which column; `row_indicators` names what a row measures; `sheets` is a table
as a whole, and `goals` what it states.
"""
