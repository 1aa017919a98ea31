"""The readers: each goes through a document's passages once and makes one kind of fact.

`passages` cuts the text into clauses with their islands; `context` is what a clause takes from
those before it. `deadlines` goes first, since goals carry its dates; `targets` leads `values`,
`goals`, `states` and `deliverables`; `markers` and `assignments` read who answers; `aims` tells
which sections set out goals.
"""
