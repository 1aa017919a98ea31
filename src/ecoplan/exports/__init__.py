"""A plan → a form for people and other programs."""
