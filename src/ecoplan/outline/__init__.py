"""The numbered hierarchy of a document: `marks` finds the signs that officials number with,
`numbering` decides which of them open a unit, `regions` sorts what stands around the units, and
`hierarchy` makes nodes and pieces of them.
"""
